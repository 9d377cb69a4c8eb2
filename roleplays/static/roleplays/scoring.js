// One tap, one save: shown at once, sent in order, and never lost (outbox.js).
import { behaviour } from "../js/behaviour.js"
import { clock } from "./clock.js"
import { saveComments } from "./comments.js"
import { outbox } from "./outbox.js"
import { followSections } from "./sections.js"
import { sheet } from "./sheet.js"

behaviour("scoring", (screen) => {
  const words = screen.querySelector("[data-words]").dataset
  const marks = sheet(screen, words)
  const time = clock(screen.querySelector(".score-time"))
  const said = screen.querySelector("[data-said]")
  const finish = screen.querySelector("[data-finish]")
  const taps = []
  let closed = false
  let leaving = false

  const box = outbox(`role-play-session-${screen.dataset.session}`, {
    settled(entry, answer) {
      if (answer.item && !box.waits(answer.item)) marks.show(answer.item, answer.value)
      if (entry.item && !box.waits(entry.item)) marks.say(entry.item, "saved")
      if (entry.fromServer) sayUndone(answer)
    },
    refused(entry) {
      if (entry.item) marks.say(entry.item, "refused")
    },
    closed() {
      closed = true
    },
    changed: sayHowItStands,
  })

  function add(url, item, fields, more = {}) {
    const key = newKey()
    if (item) marks.say(item, "saving")
    box.add({ key, url, item, fields: { key, device_at: new Date().toISOString(), ...fields }, ...more })
  }

  function tap(item, value) {
    if (marks.valueOf(item) === value) return
    taps.push({ item, before: marks.valueOf(item) })
    said.textContent = ""
    marks.show(item, value)
    time.run()
    add(screen.dataset.markUrl, item, { tap: `${item} ${value}` }, { value })
  }

  // The taps of this visit are known here; what was tapped before it, only the server knows.
  function undo() {
    const last = taps.pop()
    if (!last) return add(screen.dataset.undoUrl, null, {}, { fromServer: true })
    marks.show(last.item, last.before)
    sayUndone({ item: last.item, value: last.before })
    return add(screen.dataset.undoUrl, last.item, {}, { value: last.before })
  }

  function sayUndone({ item, value }) {
    said.textContent = item
      ? words.undone.replace("{number}", marks.numberOf(item)).replace("{mark}", marks.wordOf(value))
      : words.nothing
  }

  function sayHowItStands() {
    const waiting = box.entries.length
    if (closed) said.textContent = words.closed
    else if (box.trouble() === "signed-out") said.textContent = words.signedOut
    else if (box.trouble()) said.textContent = waiting === 1 ? words.pendingOne : words.pending.replace("{count}", waiting)
    else if (said.classList.contains("is-trouble")) said.textContent = ""
    said.classList.toggle("is-trouble", closed || box.trouble() !== "")
    if (box.trouble()) box.entries.filter((entry) => entry.item).forEach((entry) => marks.say(entry.item, "waiting"))
    if (leaving && !waiting) location.assign(finish.href)
  }

  screen.addEventListener("click", (event) => {
    const mark = event.target.closest(".mark")
    if (!mark) return
    event.preventDefault()
    if (!closed) tap(mark.closest(".score-item").dataset.item, mark.dataset.value)
  })

  screen.querySelector("[data-undo]").addEventListener("submit", (event) => {
    event.preventDefault()
    if (!closed) undo()
  })

  screen.querySelector("[data-start]").addEventListener("submit", (event) => {
    event.preventDefault()
    time.run()
    add(screen.dataset.startUrl, null, {})
  })

  finish.addEventListener("click", (event) => {
    if (!box.entries.length) return
    event.preventDefault()
    leaving = true
    box.send()
  })

  window.addEventListener("beforeunload", (event) => {
    if (box.entries.length) event.preventDefault()
  })

  saveComments(screen, (form) => {
    const { item } = form.closest(".score-item").dataset
    add(form.action, item, { item, text: form.elements.text.value })
  })

  followSections(screen)
  box.entries.filter((entry) => "value" in entry).forEach((entry) => marks.show(entry.item, entry.value))
  box.send()
})

// crypto.randomUUID exists only over HTTPS, and a workshop's own server may not have that.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}
