/** The lines of a response, each as soon as it is there. Leaving the loop closes the connection. */
export async function* linesOf(response: Response): AsyncGenerator<string, void, void> {
  let rest = "";
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
