// Without a network the worker answers with an empty screen; this puts the question of its address there, from the paper
// that the tab has. Whatever starts by itself on a page is started once that is there.
import { paperOf } from "./kept.js"

const [, attempt, position] = location.pathname.match(/\/(\d+)\/(?:(\d+)\/)?[^/]*$/) ?? []
const paper = paperOf(attempt)
const page = paper && new DOMParser().parseFromString(paper.html, "text/html")
const own = page?.querySelector(`form[data-position="${position}"]`)

if (own) await open()
else refuse()

async function open() {
  const passed = Date.now() - paper.at
  const bar = document.importNode(page.querySelector(".quiz-bar"), true)
  const clock = bar.querySelector("[data-seconds]")
  bar.dataset.now = Number(bar.dataset.now) + passed
  if (clock) clock.dataset.seconds = Math.max(0, Number(clock.dataset.seconds) - Math.round(passed / 1000))
  document.querySelector(".shell").prepend(bar, ...[page.getElementById("time-over")].filter(Boolean))
  const form = document.getElementById("answer")
  form.dataset.last = page.querySelectorAll("form[data-position]").length
  form.dataset.position = position
  form.prepend(own.querySelector("[name=csrfmiddlewaretoken]").cloneNode())
  const { put } = await import("./ahead.js")
  put(form, own, Number(position))
  document.querySelector("[data-question]").hidden = false
  await import("./attempt.js")
}

function refuse() {
  document.querySelector("[data-nothing]").hidden = false
  document.querySelector(page ? "[data-other]" : "[data-none]").hidden = false
  const on = document.querySelector("[data-on-again]")
  const first = page?.querySelector("form[data-position]")
  if (first) Object.assign(on, { href: first.action, hidden: false })
  let leaves = false   // to where somebody has just asked to go
  addEventListener("beforeunload", () => { leaves = true })
  addEventListener("online", () => { if (!leaves) location.reload() })
}
