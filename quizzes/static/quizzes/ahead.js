// From question to question at once, and without a network: the whole paper, as the server wrote it, is kept in the tab.
import { behaviour } from "../js/behaviour.js"
import { fill } from "./filling.js"
import { keptPaper } from "./kept.js"
import { box } from "./outbox.js"

behaviour("ahead", (form) => {
  navigator.serviceWorker?.register(box.bar.dataset.worker).catch(() => {})   // where the browser has none, nothing changes
  fetchPaper(form)
  document.addEventListener("visibilitychange", () => { if (!document.hidden) fetchPaper(form) })
})

// Anew whenever somebody comes here: another tab or device may have answered since.
async function fetchPaper(form) {
  const since = box.stamp()
  try {
    const answer = await fetch(box.paper, { redirect: "error" })
    if (!answer.ok) return
    keptPaper(box.name).put(await answer.text())
    box.sent.forgetBefore(since)
    form.dataset.isKept = ""
  } catch {   // there is no network now, so what is kept stays as it is
    if (keptPaper(box.name).get()) form.dataset.isKept = ""
  }
}

// Puts the question there, if this tab has it. In a quiz that shows at once what is right the server has to be asked.
export function goesAhead(form, way) {
  const other = box.bar.dataset.isQuick === undefined ? null : inThat(form, way)
  if (other) go(form, other)
  return Boolean(other)
}

// The same without a network, and a word where this cannot be.
export function ahead(form, way) {
  const other = inThat(form, way)
  if (other) go(form, other)
  else box.tell("end")
}

function inThat(form, way) {
  const position = Number(form.dataset.position) + ({ on: 1, back: -1 }[way] ?? NaN)
  return position <= Number(form.dataset.last) ? kept(`form[data-position="${position}"]`) : null
}

function go(form, other) {
  history.pushState(null, "", other.action)
  put(form, other, Number(other.dataset.position))
}

function kept(selector) {
  const html = keptPaper(box.name).get()
  return html && new DOMParser().parseFromString(html, "text/html").querySelector(selector)
}

export function put(form, other, position) {
  form.dispatchEvent(new Event("leave"))
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
  for (const link of document.querySelectorAll(".languages a")) link.href = link.href.replace(/\d+\/$/, `${position}/`)
  box.at(position)
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
