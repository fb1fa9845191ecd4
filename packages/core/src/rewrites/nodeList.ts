/** The nodes of a graph in the order of execution, and those of them that are to be looked at. */
import { MOST_NODES } from "../builder.js";
import { GraphTooLargeError } from "../errors.js";
import type { Node } from "../graph.js";
import { nameFinder } from "../uniqueNames.js";
import type { NodePlace } from "./liveReading.js";

export class NodeList {
  readonly #graphName: string;
  /** Before the first place and after the last. */
  readonly end: NodePlace;
  #length = 0;
  readonly #names = new Set<string>();
  readonly #freeName = nameFinder((name) => this.#names.has(name));
  readonly #queue: NodePlace[] = [];
  #next = 0;

  constructor(graphName: string) {
    this.#graphName = graphName;
    this.end = {} as NodePlace;
    this.end.before = this.end;
    this.end.after = this.end;
  }

  /** A place that is not in the list yet. */
  place(node: Node): NodePlace {
    return { node, before: this.end, after: this.end, isQueued: false, isStale: false };
  }

  /** Puts it in front of `after`, to be looked at; the node gets a number behind its name where that is taken. */
  insert(place: NodePlace, after: NodePlace): void {
    this.#length += 1;
    if (this.#length > MOST_NODES) throw new GraphTooLargeError({ graph: this.#graphName, limit: MOST_NODES });
    const name = this.#freeName(place.node.name);
    if (name !== place.node.name) place.node = { ...place.node, name };
    this.#names.add(name);
    place.before = after.before;
    place.after = after;
    place.before.after = place;
    place.after.before = place;
    this.enqueue(place);
  }

  remove(place: NodePlace): void {
    this.#length -= 1;
    this.#names.delete(place.node.name);
    place.before.after = place.after;
    place.after.before = place.before;
  }

  places(): readonly NodePlace[] {
    const places: NodePlace[] = [];
    for (let place = this.end.after; place !== this.end; place = place.after) places.push(place);
    return places;
  }

  /** Has it looked at once more, after all that wait already. */
  enqueue(place: NodePlace | undefined): void {
    if (place === undefined || place.isQueued) return;
    place.isQueued = true;
    this.#queue.push(place);
  }

  /** The next place to look at; it may have been removed since it was enqueued. */
  dequeue(): NodePlace | undefined {
    const place = this.#queue[this.#next++];
    if (place !== undefined) place.isQueued = false;
    return place;
  }
}
