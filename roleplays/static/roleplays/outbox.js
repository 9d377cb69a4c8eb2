// The events of one sheet: what the server knows, and what still waits on the device. Each is kept before it is sent,
// also when the tab is closed, and is sent until the server has answered; its key makes it count once.
import { linked, newKey } from "./chain.js"
import { nextClock } from "./folding.js"
import { BATCH, post } from "./sending.js"
import { openStore, ownerOf } from "./store.js"

const FIRST_WAIT = 1000
const LONGEST_WAIT = 15000

// `place` is {session, sheet, person, url}, `known` the events that came with the page. `heard` is told changed() and closed().
export async function outbox(place, known, heard) {
  const owner = ownerOf(place.person, place.sheet)
  const store = await openStore()
  const events = new Map((await store.eventsOf(owner)).map((event) => [event.key, event]))
  known.forEach(learn)
  let head = (await isAlone(owner)) && (await store.headOf(owner))
  if (!head) head = { owner, device: newKey(), sequence: 0, hash: "" }
  let trouble = ""
  let sending = false
  let wait = FIRST_WAIT
  let timer

  function learn(event) {
    const own = { ...events.get(event.key), ...event, owner, ...place, state: event.late ? "late" : "kept" }
    events.set(event.key, own)
    return own
  }

  const all = () => [...events.values()]
  const inState = (state) => all().filter((event) => event.state === state)
  const waiting = () => inState("waiting").sort((a, b) => a.sequence - b.sequence)
  const since = () => all().reduce((most, event) => Math.max(most, event.number ?? 0), 0)

  function add(fields) {
    const empty = { item: "", value: "", text: "", undoes: "", owner, ...place, state: "waiting" }
    const named = { key: newKey(), clock: nextClock(all()), device_ms: Date.now() }
    const event = linked({ ...empty, ...named, ...fields }, head)
    head = { ...head, sequence: event.sequence, hash: event.hash }
    events.set(event.key, event)
    const kept = store.append(event, head)
    heard.changed()
    return kept.finally(() => send())
  }

  // `anyway` asks for what other devices have sent, also when nothing waits here.
  async function send(anyway = false) {
    if (sending || !(anyway || waiting().length)) return
    sending = true
    clearTimeout(timer)
    do {
      const batch = waiting().slice(0, BATCH)
      const answer = await post(place.url, { ...place, since: since() }, batch)
      trouble = answer.trouble ?? ""
      if (!trouble) await understand(batch, answer.body)
      heard.changed()
    } while (!trouble && waiting().length)
    sending = false
    if (trouble) timer = setTimeout(() => send(true), wait)
    wait = trouble ? Math.min(2 * wait, LONGEST_WAIT) : FIRST_WAIT
  }

  async function understand(batch, body) {
    const learnt = body.events.map(learn)
    for (const event of batch) {
      if (body.answers[event.key] === "refused") event.state = "refused"
      else if (event.state === "waiting") learnt.push(learn({ ...event, late: body.answers[event.key] }))
    }
    await store.settle([...learnt, ...batch.filter((event) => event.state === "refused")])
    if (!body.open) heard.closed()
  }

  window.addEventListener("online", () => send(true))
  document.addEventListener("visibilitychange", () => send())

  return { all, waiting, inState, add, send, store, trouble: () => trouble }
}

// Two tabs on one sheet must not both go on with the same chain: the second begins one of its own.
function isAlone(owner) {
  if (!navigator.locks) return Promise.resolve(false)
  return new Promise((resolve) => {
    const hold = (lock) => {
      resolve(Boolean(lock))
      return lock ? new Promise(() => {}) : undefined
    }
    navigator.locks.request(`role-plays-${owner}`, { ifAvailable: true }, hold)
  })
}
