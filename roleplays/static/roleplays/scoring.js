// One tap, one event: shown at once, kept on the device, sent when it can be (outbox.js). The screen shows what follows
// from all events, so it is the same after any number of closed tabs.
import { behaviour } from "../js/behaviour.js"
import { advancing } from "./advancing.js"
import { clock } from "./clock.js"
import { offerPhrases, saveComments } from "./comments.js"
import { fold, standing, toUndo } from "./folding.js"
import { keepSheet } from "./keeping.js"
import { outbox } from "./outbox.js"
import { followSections } from "./sections.js"
import { sheet } from "./sheet.js"
import { putAway } from "./store.js"

const pristine = document.querySelector("main").innerHTML

behaviour("scoring", async (screen) => {
  const words = screen.querySelector("[data-words]").dataset
  const marks = sheet(screen, words)
  const way = advancing(screen)
  const time = clock(screen.querySelector(".score-time"))
  const [said, kept] = [screen.querySelector("[data-said]"), screen.querySelector("[data-kept]")]
  const finish = screen.querySelector("[data-finish]")
  const place = {
    session: Number(screen.dataset.session),
    sheet: Number(screen.dataset.sheet),
    person: Number(screen.dataset.person),
    url: screen.dataset.eventsUrl,
  }
  const known = JSON.parse(screen.querySelector("[data-events]").dataset.events)
  let [box, closed, leaving, pictures] = [null, false, false, 0]
  const early = []
  const touched = new Set()

  // What is tapped before the device has opened its store comes right after, and is not shown until it is kept.
  function add(fields) {
    touched.add(fields.item)
    return box ? box.add(fields) : early.push(fields)
  }

  // A keyboard brings into view what it comes to by itself.
  function tap(item, value, text = "", byKeyboard = false) {
    if (closed || (marks.valueOf(item) === value && !text)) return
    said.textContent = ""
    time.run()
    const wasBlank = marks.valueOf(item) === ""
    add({ kind: "mark", item, value, text })
    if (wasBlank && !byKeyboard) way.bringNext(item, value)
  }

  function undo() {
    const last = box && toUndo(box.all())
    if (closed || !last) {
      said.textContent = closed ? words.closed : words.nothing
      return
    }
    add({ kind: "undo", undoes: last.key })
    const value = standing(box.all()).findLast((mark) => mark.item === last.item)?.value ?? ""
    said.textContent = words.undone
      .replace("{number}", marks.numberOf(last.item))
      .replace("{mark}", marks.wordOf(last.item, value))
  }

  function showAll() {
    const events = box.all()
    startClock(events)
    fold(events).forEach((standing, item) => marks.show(item, standing))
    marks.count()
    events.forEach((event) => event.item && marks.say(event.item, stateOf(event.item, events)))
    sayHowItStands()
    if (leaving && !box.waiting().length && !pictures) location.assign(finish.href)
  }

  // Begun without a network: the page does not know of it.
  function startClock(events) {
    const begun = events.filter((event) => ["mark", "start"].includes(event.kind) && event.device_ms)
    if (begun.length) time.run((Date.now() - Math.min(...begun.map((event) => event.device_ms))) / 1000)
  }

  function stateOf(item, events) {
    const states = new Set(events.filter((event) => event.item === item).map((event) => event.state))
    if (states.has("refused")) return "refused"
    if (!states.has("waiting")) return touched.has(item) ? "saved" : ""
    return box.trouble() ? "waiting" : "saving"
  }

  function sayHowItStands() {
    const [waiting, late, refused] = [box.waiting().length, box.inState("late").length, box.inState("refused").length]
    kept.textContent = words.counts.replace("{saved}", box.inState("kept").length).replace("{waiting}", waiting)
    if (pictures) kept.textContent += words.pictures.replace("{count}", pictures)
    kept.classList.toggle("is-waiting", (waiting > 0 && box.trouble() !== "") || pictures > 0)
    const trouble = troubleWords(waiting, late, refused)
    const offline = trouble === words.offline
    if (trouble) said.textContent = trouble
    else if (said.matches(".is-trouble, .is-offline")) said.textContent = ""
    said.classList.toggle("is-offline", offline)
    said.classList.toggle("is-trouble", trouble !== "" && !offline)
  }

  function troubleWords(waiting, late, refused) {
    if (closed) return late ? words.late.replace("{count}", late) : words.closed
    if (box.trouble() === "signed-out") return words.signedOut
    if (box.trouble() === "someone-else") return words.someoneElse
    if (refused || box.trouble() === "refused") return words.refusedSome
    if (!box.trouble()) return leaving && pictures ? words.finishLater : ""
    return leaving ? words.finishLater : words.offline
  }

  screen.addEventListener("click", (event) => {
    const mark = event.target.closest(".mark")
    if (!mark) return
    event.preventDefault()
    const byKeyboard = event.detail === 0
    if (!byKeyboard && way.isSecondHalf(event)) return
    tap(mark.closest(".score-item").dataset.item, mark.dataset.value, "", byKeyboard)
  })

  screen.querySelectorAll("[data-leave-out]").forEach((form) => {
    offerPhrases(form, form.elements.reason)
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      form.closest("details").open = false
      tap(form.closest(".score-item").dataset.item, "na", form.elements.reason.value.trim())
    })
  })

  screen.querySelector("[data-undo]").addEventListener("submit", (event) => {
    event.preventDefault()
    undo()
  })

  screen.querySelector("[data-start]").addEventListener("submit", (event) => {
    event.preventDefault()
    time.run()
    add({ kind: "start" })
  })

  finish.addEventListener("click", (event) => {
    if (!box?.waiting().length && !pictures) return
    event.preventDefault()
    leaving = true
    box.send()
    document.dispatchEvent(new Event("pictures:send"))
    sayHowItStands()
  })

  document.addEventListener("pictures:changed", ({ detail }) => {
    pictures = detail
    if (box) showAll()
  })

  window.addEventListener("beforeunload", (event) => {
    if (box && !box.store.lasts && box.waiting().length) event.preventDefault()
  })

  saveComments(screen, (form) => {
    add({ kind: "comment", item: form.closest(".score-item").dataset.item, text: form.elements.text.value.trim() })
  })
  followSections(screen)

  const opened = await outbox(place, known, {
    changed: () => box && showAll(),
    closed: () => {
      closed = true
      putAway(box.store, [place.session])
    },
  })
  box = opened
  box.waiting().forEach((event) => touched.add(event.item))
  early.forEach((fields) => box.add(fields))
  showAll()
  if (!("kept" in screen.dataset)) keepSheet(box.store, screen, pristine)
  screen.dataset.ready = ""
  box.send("kept" in screen.dataset)
})
