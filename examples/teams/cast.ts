import type { Member } from "./members.ts";

/** Plays a member: what it answers to a request, always the same to the same one. */
type Part = (request: string) => string;

/** The parts, for a company that announces a bicycle lamp. */
export const cast: Readonly<Record<Member, Part>> = {
  researcher: () =>
    [
      "One hour's ride charges Firefly for five.",
      "It is charged by the wheel, without a plug.",
      "It costs 39 euros.",
    ].join("\n"),
  writer(request) {
    if (/revolutionary/i.test(request)) return "Ride for an hour, and Firefly shines for five. No plug. 39 euros.";
    if (request.includes("forever")) return "Revolutionary! Ride for an hour, and Firefly shines for five. 39 euros.";
    return "Firefly shines forever, and costs next to nothing.";
  },
  factChecker: (request) =>
    request.includes("forever") ? "It shines for five hours, not forever, and costs 39 euros." : "OK",
  styleChecker: (request) => (/revolutionary/i.test(request) ? "Nothing with a wheel is “revolutionary”." : "OK"),
  editor: () => "The lamp that rides with you",
  illustrator: () => "A lane at dusk, and one warm light that comes nearer.",
  captioner: () => "Firefly, on its way home",
  lawyer: () => "Measured at 20 km/h on level ground.",
};
