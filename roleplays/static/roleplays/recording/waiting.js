// Whatever this person's device still has of recordings: how far it is, and sent on, from whichever page is open.
import { behaviour } from "../../js/behaviour.js"
import { alone, isHeld } from "./held.js"
import { discard, send } from "./sending.js"
import { theStore } from "./the-store.js"

const EVERY = 3000

behaviour("recordings-waiting", async (place) => {
  const person = Number(place.dataset.person)
  const words = place.querySelector("[data-words]").dataset
  const list = place.querySelector("[data-list]")
  const row = place.querySelector("[data-row]")
  const rows = new Map()
  const store = await theStore()
  let busy = false

  const own = async () => (await store.all()).filter((recording) => recording.person === person)

  async function sendAll() {
    if (busy) return
    busy = true
    try {
      await alone(async () => {
        for (const recording of await own()) await sendOne(recording)
      })
    } finally {
      busy = false
    }
  }

  async function sendOne(recording) {
    const isOver = recording.over || !(await isHeld(recording.key))
    const answer = await send(store, recording, isOver, (offset) => show(recording, offset))
    const latest = (await store.get(recording.key)) ?? recording
    const offset = answer.offset ?? rows.get(recording.key)?.offset ?? 0
    if (answer.whole) return done(latest, words.whole)
    if (answer.gone !== undefined) return done(latest, answer.gone)
    if (answer.refused !== undefined) return done(latest, answer.refused, true)
    if (answer.trouble === "lacking") window.dispatchEvent(new CustomEvent("recordings:lacking", { detail: latest.key }))
    return show(latest, offset, answer)
  }

  async function done(recording, said, thrown = false) {
    await store.remove(recording.key)
    if (thrown) await discard(recording)
    window.dispatchEvent(new CustomEvent("recordings:done", { detail: { key: recording.key, thrown: said !== words.whole } }))
    const { element } = rowOf(recording)
    element.querySelector("[data-said]").textContent = said
    element.querySelector("[data-progress]").hidden = element.querySelector("[data-discard]").hidden = true
  }

  function show(recording, offset, { trouble, words: why } = {}) {
    const kept = rowOf(recording)
    kept.offset = offset
    const sizes = { sent: sized(offset), size: sized(recording.size), left: sized(recording.size - offset) }
    const said = why ?? filled(words[trouble === "signed-out" ? "signedOut" : trouble] ?? saying(recording), sizes)
    kept.element.querySelector("[data-said]").textContent = said
    kept.element.querySelector("[data-progress]").value = recording.size ? (100 * offset) / recording.size : 0
    kept.element.querySelector("[data-progress]").textContent = said
  }

  const saying = (recording) => (recording.over ? words.sending : words.going)

  function rowOf(recording) {
    if (!rows.has(recording.key)) {
      const element = row.content.cloneNode(true).firstElementChild
      const when = new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" })
      element.dataset.key = recording.key
      element.querySelector("[data-name]").textContent =
        recording.name ?? words.name.replace("{when}", when.format(recording.at))
      element.querySelector("[data-discard]").addEventListener("click", () => throwAway(recording))
      list.append(element)
      rows.set(recording.key, { element, offset: 0 })
      place.hidden = false
    }
    return rows.get(recording.key)
  }

  async function throwAway(recording) {
    if (!window.confirm(words.sure)) return
    const answer = await discard(recording)
    if (answer.trouble) return show(recording, rows.get(recording.key).offset, answer)
    await store.remove(recording.key)
    window.dispatchEvent(new CustomEvent("recordings:done", { detail: { key: recording.key, thrown: true } }))
    rows.get(recording.key).element.remove()
    rows.delete(recording.key)
    place.hidden = rows.size === 0
  }

  for (const recording of await own()) show(recording, 0)
  setInterval(sendAll, EVERY)
  window.addEventListener("online", sendAll)
  window.addEventListener("recordings:new", sendAll)
  await sendAll()
})

const filled = (text, values) => Object.entries(values).reduce((so, [name, value]) => so.replace(`{${name}}`, value), text)

// English dates are written as everywhere else on the website.
const language = () => (document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang)

function sized(bytes) {
  const kilobytes = Math.max(0, bytes) / 1024
  return kilobytes < 1024 ? `${Math.ceil(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`
}
