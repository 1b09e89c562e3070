/** Attributes as OTLP writes them in JSON. */
export type OtlpAttributes = readonly { readonly key: string; readonly value: OtlpValue }[];

interface OtlpValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values?: readonly OtlpValue[] };
}

/** Attributes by name. */
export type PlainAttributes = Readonly<Record<string, unknown>>;

/** The attributes that were written. */
export function decodeAttributes(attributes: OtlpAttributes = []): PlainAttributes {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, decode(value)]));
}

function decode({ stringValue, boolValue, intValue, doubleValue, arrayValue }: OtlpValue): unknown {
  if (arrayValue !== undefined) return (arrayValue.values ?? []).map(decode);
  if (intValue !== undefined) return Number(intValue);
  return stringValue ?? boolValue ?? doubleValue;
}
