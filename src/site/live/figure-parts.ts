import {childOf} from "./child-of.ts";
import {adopt, applyPatch, made} from "./patch.ts";
import type {Nodes} from "./patch.ts";
import type {AskedPart, PartKind, ToldFigure} from "./live-messages.ts";
import type {Patch, Tree} from "./picture-patch.ts";

/** A picture's place in a figure, and whether it is shown. */
export interface Part {
  readonly place: Element;
  readonly kind: PartKind;
  readonly isShown: boolean;
}

/** Which child of a figure holds each of them, and which element within it that is, if not the child itself. */
const HOLDERS: Readonly<Record<PartKind, readonly [child: string, within: string | null]>> = {
  wide: [".k-wide", null],
  narrow: [".k-narrow", null],
  body: [".k-body", null],
  table: ["details:not(.k-list, .k-how)", ".k-table"],
  list: ["details.k-list", ".k-table"]
};

/** What the reader or a tool has changed in a picture: a chart that was read out, a table that may be sorted. It is made like the drawn one node by node. Browsers look for one of them in a moment, for a list of them through all nodes. */
const TOUCHED = [".k-table", "[data-tip]", ".k-pick"];

/** The nodes of a part as they are numbered on both sides. */
interface Known {
  readonly version: number;
  /** None until it is written. */
  readonly nodes: Nodes;
  /** Whether it is asked for, to be shown: until then it is what a choice that is made ahead is of. */
  isAsked: boolean;
}

const known = new WeakMap<Element, Known>();
let versions = 0;

/** A part that is out of date and not shown. */
interface Stale {
  readonly kind: PartKind;
  /** What it will be, once that is drawn. */
  tree: Tree | null;
  /** Whether its drawing was asked for since it is out of date: what was asked for before is of an earlier selection. */
  isAsked: boolean;
}

const stale = new Map<Element, Stale>();

/** The parts of a figure. It reads the layout: ask for all figures before one of them is written. */
export function partsOf(figure: Element): readonly Part[] {
  return [...placesOf(figure)].map(([kind, place]) => ({place, kind, isShown: place.checkVisibility()}));
}

/** The elements that hold the parts of a figure. */
export function placesOf(figure: Element): ReadonlyMap<PartKind, Element> {
  const kinds = Object.keys(HOLDERS) as PartKind[];
  return new Map(
    kinds.flatMap((kind) => {
      const place = placeOf(figure, kind);
      return place ? [[kind, place] as const] : [];
    })
  );
}

/** Forgets what a part shows, and what it was to show: somebody else fills it. */
export function forgetPart(place: Element): void {
  known.delete(place);
  stale.delete(place);
}

/** Notes that what the parts show changes: those that are not shown are out of date from now on. */
export function outdate(parts: readonly Part[]): readonly Part[] {
  for (const {place, kind, isShown} of parts) if (!isShown) stale.set(place, {kind, tree: null, isAsked: false});
  return parts;
}

/** What to ask of the side that draws, so that the parts that are shown are renewed; ahead: if they are chosen. */
export function askedParts(parts: readonly Part[], {isAhead = false} = {}): readonly AskedPart[] {
  return parts.flatMap(({place, kind, isShown}): AskedPart[] => {
    if (!isShown) return [];
    let one = known.get(place);
    const isTouched = TOUCHED.some((one) => place.matches(one) || place.querySelector(one) !== null);
    if (!one || (isTouched && (one.isAsked || one.nodes.length > 0))) {
      one = {version: ++versions, nodes: [], isAsked: false};
      known.set(place, one);
    }
    one.isAsked ||= !isAhead;
    return [{kind, version: one.version}];
  });
}

/** Makes the parts of a figure what they were told to be. */
export function renewParts(figure: Element, parts: ToldFigure["parts"]): void {
  for (const {kind, patch} of parts) {
    const place = placeOf(figure, kind);
    if (place) renew(figure, {place, kind}, patch);
  }
}

function placeOf(figure: Element, kind: PartKind): Element | null {
  const [child, within] = HOLDERS[kind];
  const holder = childOf(figure, child);
  return within === null ? holder : (holder?.querySelector(within) ?? null);
}

function renew(figure: Element, {place, kind}: Pick<Part, "place" | "kind">, patch: Patch): void {
  stale.delete(place);
  if (patch.whole === null) {
    const nodes = known.get(place)?.nodes;
    if (nodes?.length) applyPatch(nodes, patch);
    else {
      // It was begun anew since it was asked for: what it differs from is gone.
      stale.set(place, {kind, tree: null, isAsked: false});
      askStale();
    }
  } else {
    const version = known.get(place)?.version ?? ++versions;
    known.set(place, {version, nodes: whole(place, patch.whole), isAsked: true});
    // Tools are given to what is new; a chart of which only parts change keeps its own.
    figure.dispatchEvent(new CustomEvent("kizuna:renewed", {bubbles: true}));
  }
}

/** The nodes of a picture that takes the place of what was there, or becomes like it. */
function whole(place: Element, tree: Tree): Nodes {
  const old = place.classList.contains("k-table") ? place : place.firstElementChild;
  if (old) return adopt(old, tree);
  const {node, nodes} = made(tree);
  place.replaceChildren(node);
  return nodes;
}

/** Parts that are out of date and whose drawings were not asked for yet, by figure: to be asked for now. */
export function staleParts(): readonly {readonly name: string; readonly kinds: readonly PartKind[]}[] {
  const waiting = new Map<string, PartKind[]>();
  for (const [place, part] of stale) {
    const name = place.closest(".k-figure")?.id;
    if (!place.isConnected || name === undefined) stale.delete(place);
    else if (!part.isAsked) {
      part.isAsked = true;
      waiting.set(name, [...(waiting.get(name) ?? []), part.kind]);
    }
  }
  return [...waiting].map(([name, kinds]) => ({name, kinds}));
}

/** Keeps what a part will be when it comes to show; one that is shown already, becomes it. */
export function keepSpare(figure: Element, kind: PartKind, tree: Tree): void {
  const place = placeOf(figure, kind);
  const waiting = place && stale.get(place);
  if (!waiting?.isAsked) return;
  if (place!.checkVisibility()) renewStale(place!, kind, tree);
  else waiting.tree = tree;
}

/** Draws the parts that wait for it. */
let ask: () => Promise<void> = async () => undefined;

/** Has parts that come to show before they are drawn asked for; on paper, which does not wait, `notDrawn` stands in their place. */
export function listenForShown(draw: () => Promise<void>, {notDrawn}: {notDrawn: string}): void {
  ask = draw;
  addEventListener("beforeprint", () => {
    for (const [place, {kind, tree}] of [...stale])
      if (tree !== null) renewStale(place, kind, tree);
      else markStale(place, {notDrawn});
  });
  addEventListener("afterprint", () => {
    for (const place of document.querySelectorAll("[data-stale]")) place.removeAttribute("data-stale");
  });
}

/** Until it is printed, `notDrawn` stands in the place of a part on paper. */
export function markStale(place: Element, {notDrawn}: {notDrawn: string}): void {
  place.setAttribute("data-stale", notDrawn);
}

/** Whether a figure shows a part that is out of date. It reads the layout. */
export function showsStale(figure: Element): boolean {
  return [...stale.keys()].some((place) => figure.contains(place) && place.checkVisibility());
}

function renewStale(place: Element, kind: PartKind, tree: Tree): void {
  known.delete(place);
  renew(place.closest(".k-figure")!, {place, kind}, {whole: tree, attributes: [], texts: [], nodes: []});
}

function renewShown(): void {
  const shown = [...stale].filter(([place]) => place.checkVisibility());
  for (const [place, {kind, tree}] of shown) if (tree !== null) renewStale(place, kind, tree);
  if (shown.some(([, {tree}]) => tree === null)) askStale();
}

function askStale(): void {
  // What nobody can draw stays out of date until the next change; a worker that is gone is told of then.
  void ask().catch(() => undefined);
}

addEventListener("resize", renewShown);
document.addEventListener("toggle", renewShown, true);
// Tabs are radio buttons.
document.addEventListener("change", ({target}) => (target as Element).matches(".k-tabs input") && renewShown());
