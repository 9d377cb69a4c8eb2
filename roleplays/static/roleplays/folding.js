// What the sheet says, from its events; the same rules as roleplays/folding.py.
export const BLANK = { value: "", reason: "", comment: "" }

// Item → {value, reason, comment}, of every item that was ever touched.
export function fold(events) {
  const items = new Map()
  const of = (code) => items.get(code) ?? BLANK
  for (const event of inOrder(events)) {
    if (event.item) items.set(event.item, { ...of(event.item) })
    if (event.kind === "comment") items.set(event.item, { ...of(event.item), comment: event.text })
  }
  for (const mark of standing(events)) {
    items.set(mark.item, { ...of(mark.item), value: mark.value, reason: mark.text })
  }
  return items
}

// The marks that were not taken back, in their order.
export function standing(events) {
  const sorted = inOrder(events)
  const undone = new Set(sorted.filter((event) => event.kind === "undo").map((event) => event.undoes))
  return sorted.filter((event) => ["mark", "given"].includes(event.kind) && !undone.has(event.key))
}

export const toUndo = (events) => standing(events).findLast((event) => event.kind === "mark")

export const nextClock = (events) => 1 + events.reduce((most, event) => Math.max(most, event.clock), 0)

function inOrder(events) {
  return events
    .filter((event) => !event.late && event.state !== "refused")
    .sort((a, b) => a.clock - b.clock || order(a.device, b.device) || a.sequence - b.sequence || order(a.key, b.key))
}

const order = (a, b) => (a < b ? -1 : Number(a > b))
