/** Up to where each run has been told: by topic, as the ids of events say. */
export type Places = ReadonlyMap<string, string>;

/** The topics whose places ids of events tell, in the order in which they do. */
function runTopics(topics: readonly string[]): readonly string[] {
  return topics.filter((topic) => topic.startsWith("run:"));
}

/** The places as they are after an event with this id, on a connection with these topics. An id of something else changes nothing. */
export function placesAfter(places: Places, topics: readonly string[], eventId: string): Places {
  const runs = runTopics(topics);
  const told = eventId.split(",");
  if (eventId === "" || told.length !== runs.length) return places;
  const next = new Map(places);
  for (const [index, topic] of runs.entries()) {
    const place = told[index];
    if (place !== undefined && place !== "") next.set(topic, place);
  }
  return next;
}

/** From where on a new connection with these topics has to tell; `undefined`: from now on, since nothing is known of any. */
export function placeOf(places: Places, topics: readonly string[]): string | undefined {
  const known = runTopics(topics).map((topic) => places.get(topic) ?? "");
  return known.every((place) => place === "") ? undefined : known.join(",");
}

/** The places of topics that somebody still wants: those of others grow old. */
export function keptPlaces(places: Places, topics: readonly string[]): Places {
  return new Map([...places].filter(([topic]) => topics.includes(topic)));
}
