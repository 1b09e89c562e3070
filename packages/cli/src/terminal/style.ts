/** Puts a colour around text, or nothing where colours are off. */
export type Paint = (text: string) => string;

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;

/** The colours of a terminal. */
export type Style = Readonly<Record<keyof typeof codes, Paint>> & { readonly isOn: boolean };

/** Colours, or none of them. */
export function makeStyle(isOn: boolean): Style {
  const paint = (name: keyof typeof codes): Paint => {
    const [open, close] = codes[name];
    return (text) => (isOn && text !== "" ? `\u001b[${open}m${text}\u001b[${close}m` : text);
  };
  return {
    isOn,
    bold: paint("bold"),
    dim: paint("dim"),
    red: paint("red"),
    green: paint("green"),
    yellow: paint("yellow"),
    blue: paint("blue"),
    magenta: paint("magenta"),
    cyan: paint("cyan"),
  };
}

/** What may decide on colours. */
export interface ColorWishes {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
  /** `--color` or `--no-color`; `undefined`: neither. */
  readonly option?: boolean | undefined;
}

/**
 * Whether to print in colours. The option decides; without it `FORCE_COLOR`, then `NO_COLOR`, then `TERM=dumb`; else
 * terminals get colours.
 */
export function wantsColor({ env, isTerminal, option }: ColorWishes): boolean {
  if (option !== undefined) return option;
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = env;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (refused !== undefined && refused !== "") return false;
  return isTerminal && terminal !== "dumb";
}
