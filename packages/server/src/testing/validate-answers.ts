import * as z from "zod";

/** The part of an OpenAPI document that answers are checked against. */
export interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** What the document says of a route. */
export interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: unknown }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> }>
  >;
}

/** Says what is wrong with an answer: a status, a media type or a body that its route does not have. */
export async function problemsOf(
  document: Document,
  operation: Operation,
  response: Response,
): Promise<readonly string[]> {
  const described = operation.responses[String(response.status)];
  if (described === undefined) return [`the status ${response.status} is not described`];
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  if (described.content === undefined) return type === "" ? [] : [`a body of ${type} is not described`];
  const content = described.content[type];
  if (content === undefined) return [`the media type ${type} is not described`];
  if (content.schema === undefined) {
    await response.body?.cancel();
    return [];
  }
  const schema = { ...strict(content.schema), $defs: strict(document.components.schemas) };
  const parsed = z.fromJSONSchema(z.record(z.string(), z.json()).parse(schema)).safeParse(await response.json());
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.map(String).join(".")}: ${message}`);
}

/** The schema with references that point into it, and without room for fields that it does not name. */
function strict(schema: unknown): Record<string, unknown> {
  const text = JSON.stringify(schema, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const isClosed = "properties" in value && !("additionalProperties" in value);
    return isClosed ? { ...value, additionalProperties: false } : value;
  });
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")));
}
