/** Who can look at a request. */
export type Department = "billing" | "shipping" | "technical";

const words: Readonly<Record<Department, RegExp>> = {
  billing: /charge|refund|invoice|money|paid/i,
  shipping: /parcel|deliver|shipp|late|arrive/i,
  technical: /turn on|dead|black|wi-?fi|connect|offline|broken|error/i,
};

const departments: readonly Department[] = ["billing", "shipping", "technical"];

/** Who has to look at a request. A model could do this; a few words will do here. */
export function departmentsFor(request: string): Department[] {
  return departments.filter((one) => words[one].test(request));
}

/** The number of the order that a request is about; empty without one. */
export function orderIn(request: string): string {
  return /\border\s+(\d+)/i.exec(request)?.[1] ?? "";
}
