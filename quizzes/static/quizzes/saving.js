import { behaviour } from "../js/behaviour.js"
import { ahead, goesAhead } from "./ahead.js"
import { fill } from "./filling.js"
import { box } from "./outbox.js"

const TYPED = "input[type=text], textarea"
const TYPED_PAUSE = 900
const ENOUGH = 1500    // milliseconds for an answer that is on its way, before the screen is left

behaviour("saving", (form) => {
  const given = document.createElement("input")   // when, for a form that goes the ordinary way
  Object.assign(given, { type: "hidden", name: "given", value: String(box.stamp()) })
  form.append(given)
  let typing = 0

  const give = () => {
    clearTimeout(typing)
    typing = 0
    box.give(form.dataset.position, form.dataset.url, answerOf(form), Number(given.value))
  }

  const waiting = box.kept.of(form.dataset.position)
  if (waiting) fill(form, waiting.fields)
  form.addEventListener("change", () => { given.value = String(box.stamp()); give() })
  form.addEventListener("input", (event) => {
    if (!event.target.matches(TYPED)) return
    given.value = String(box.stamp())
    clearTimeout(typing)
    typing = setTimeout(give, TYPED_PAUSE)
  })
  form.addEventListener("submit", (event) => {
    if (form.dataset.isLeaving !== undefined) return
    if (typing) give()
    leave(event, form)
  })
  form.addEventListener("leave", () => { if (typing) give() })
  form.addEventListener("htmx:load", () => { given.value = String(box.stamp()) })
  for (const end of ["pagehide", "time-over"]) addEventListener(end, () => { if (typing) give() })
})

// A link or a form for which everything has to be sent first.
behaviour("after-sending", (element) => {
  const go = (event) => {
    if (!box.kept.count) return
    event.preventDefault()
    event.stopImmediatePropagation()
    box.finished().then(() => (element.matches("form") ? element.requestSubmit() : location.assign(element.href)))
  }
  element.addEventListener(element.matches("form") ? "submit" : "click", go, { capture: true })
})

// Once the answer is saved the next question comes from this tab, and from the server what the tab does not have. Without a
// network nothing is waited for.
async function leave(event, form) {
  const button = event.submitter
  if (!box.kept.count && !box.isOff) {
    if (!box.isRefused && goesAhead(form, button?.value)) event.preventDefault()
    return
  }
  event.preventDefault()
  await Promise.race([box.send(), new Promise((resolve) => setTimeout(resolve, box.isOff ? 0 : ENOUGH))])
  if (!form.isConnected) return
  if (box.kept.count || box.isOff) ahead(form, button?.value)
  else if (box.isRefused || !goesAhead(form, button?.value)) letGo(form, button)
}

// The ordinary way, past whoever listens: everything has been given.
function letGo(form, button) {
  form.dataset.isLeaving = ""
  form.requestSubmit(button)
}

function answerOf(form) {
  const left = ["csrfmiddlewaretoken", "given", "go"]
  return [...new FormData(form)].filter(([name]) => !left.includes(name))
}
