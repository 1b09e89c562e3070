const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The number in a text such as `€ 1,200.50` or `1200 euros`; `NaN` where there is none. Numbers are left as they are. */
export function readAmount(value: string | number): number {
  if (typeof value === "number") return value;
  const [number] = /-?\d[\d,]*(\.\d+)?/.exec(value) ?? [];
  return number === undefined ? Number.NaN : Number(number.replaceAll(",", ""));
}

/** The day in a text such as `14 March 2025`, as `2025-03-14`; other texts are left as they are. */
export function readDay(text: string): string {
  const [, day = "", name = "", year = ""] = /^\s*(\d{1,2})\.? ([a-z]{3})[a-z]*\.? (\d{4})\s*$/i.exec(text) ?? [];
  const month = months.indexOf(name.toLowerCase());
  if (month < 0) return text.trim();
  return `${year}-${String(month + 1).padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** Whether the check digits of an IBAN are right (ISO 13616). */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  const digits = (text.slice(4) + text.slice(0, 4)).replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n;
}
