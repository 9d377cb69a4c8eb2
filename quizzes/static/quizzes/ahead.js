// Going on without a network: the whole paper, as the server wrote it, is kept in the tab and its questions put in place.
import { behaviour } from "../js/behaviour.js"
import { fill } from "./filling.js"
import { keptPaper } from "./kept.js"
import { box } from "./outbox.js"

behaviour("ahead", fetchPaper)

async function fetchPaper(form) {
  const paper = keptPaper(box.name)
  navigator.serviceWorker?.register(box.bar.dataset.worker).catch(() => {})   // where the browser has none, nothing changes
  try {
    if (!paper.get()) paper.put(await (await fetch(box.paper, { redirect: "error" })).text())
    form.dataset.isKept = ""
  } catch { /* there is no network now, so there is nothing to keep */ }
}

export function ahead(form, way) {
  const back = form.querySelector("[data-back]")
  const position = Number(form.dataset.position) + ({ on: 1, back: -1 }[way] ?? NaN)
  if (!back || !(position <= Number(form.dataset.last))) return box.tell("end")
  const other = kept(`form[data-position="${position}"]`)
  if (!other) return box.tell("end")
  history.pushState(null, "", other.action)
  return put(form, other, position)
}

function kept(selector) {
  const html = keptPaper(box.name).get()
  return html && new DOMParser().parseFromString(html, "text/html").querySelector(selector)
}

export function put(form, other, position) {
  const question = document.importNode(other.querySelector("[data-asked]"), true)
  const answer = box.kept.of(position)?.fields ?? box.sent.of(position)
  if (answer) fill(question, answer)
  const heading = asFirst(question.querySelector("[data-heading]"))
  form.querySelector("[data-asked]").replaceWith(question)
  Object.assign(form.dataset, { position: String(position), url: other.dataset.url })
  form.action = other.action
  form.querySelector("[data-back]").disabled = position === 1
  const on = form.querySelector("[data-on]")
  on.textContent = position < Number(form.dataset.last) ? on.dataset.next : on.dataset.end
  const number = box.bar.querySelector("[data-number]")
  number.textContent = number.dataset.text.replace("{n}", position)
  document.title = number.textContent
  question.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }))
  heading.focus()
  scrollTo(0, 0)
}

function asFirst(heading) {
  const first = document.createElement("h1")
  for (const { name, value } of heading.attributes) first.setAttribute(name, value)
  first.tabIndex = -1
  first.append(...heading.childNodes)
  heading.replaceWith(first)
  return first
}

// Back in history, among screens that were put in place.
addEventListener("popstate", () => {
  const other = kept(`form[action="${location.pathname}"]`)
  if (other) put(document.getElementById("answer"), other, Number(other.dataset.position))
  else location.reload()
})
