// Sends answers one by one and keeps each on the device until the server has acknowledged it.
import { behaviour } from "../js/behaviour.js"
import { keptAnswers, sentAnswers } from "./kept.js"

const PAUSES = [1000, 2000, 4000, 8000, 15000]
const PATIENCE = 10000
const ANSWERS = { 204: "saved", 205: "later", 400: "refused", 401: "signed-out", 403: "signed-out", 404: "refused", 409: "over" }

export let box = null

behaviour("outbox", (bar) => { box = outbox(bar) })

function outbox(bar) {
  const kept = keptAnswers(bar.dataset.name)
  const sent = sentAnswers(bar.dataset.name)
  const ahead = Number(bar.dataset.now) - Date.now()   // of the server's clock, before the device's
  const person = bar.dataset.name.split(":")[1]
  const answered = new Set(bar.dataset.answered.split(" ").filter(Boolean))
  const line = bar.querySelector("[data-line]")
  let latest = 0
  let trouble = ""
  let said = ""
  let running = null
  let wake = null

  // Of two answers of one device none is of the same moment.
  const stamp = () => { latest = Math.max(latest + 1, Date.now() + ahead); return latest }

  const give = (position, url, fields, given) => {
    kept.put(position, { url, fields, given })
    send()
  }

  const send = () => {
    wake?.()
    running ??= sendAll().finally(() => { running = null })
    return running
  }

  async function sendAll() {
    let isSent = false
    for (let tries = 0; kept.count;) {
      const [position, entry] = kept.first()
      if (!trouble) show("saving")
      const answer = await post(entry, person)
      if (answer === "over") return leave()
      if (answer === "network" || answer === "signed-out") {
        tell(answer)
        if (answer === "signed-out") return
        await pause(PAUSES[Math.min(tries, PAUSES.length - 1)])
        tries += 1
        continue
      }
      tries = 0
      isSent = true
      kept.settle(position, entry.given)
      if (answer === "saved") {
        sent.put(position, entry)
        count(position, entry.fields)
      }
      tell(answer === "saved" ? "" : answer)
    }
    if (isSent && !trouble) show("saved")
  }

  // That something cannot be shown without a network stays said while an answer waits for it.
  function tell(why) {
    said = why === "network" && said === "end" ? "end" : why
    trouble = why === "end" ? "network" : why
    for (const line of bar.querySelectorAll("[data-why]")) line.hidden = line.dataset.why !== said
    if (trouble === "network" || trouble === "signed-out") show(kept.count ? "waiting" : "")
    else if (trouble) show("refused")
  }

  function show(name) {
    for (const state of bar.querySelectorAll("[data-state]")) state.hidden = state.dataset.state !== name
    bar.querySelector("[data-count]").textContent = kept.count > 1 ? ` ${kept.count}` : ""
  }

  function count(position, fields) {
    const isGiven = fields.some(([name, value]) => name !== "flag" && value)
    if (isGiven) answered.add(position)
    else answered.delete(position)
    line.value = answered.size
  }

  // Another question is on the screen: what is said of the one before goes, what is still waiting does not.
  function at(position) {
    if (trouble === "refused" || trouble === "later") tell("")
    if (said === "end") {
      said = ""
      tell(kept.count ? "network" : "")
    }
    if (!trouble && !kept.count) show(answered.has(String(position)) ? "saved" : "")
  }

  function pause(milliseconds) {
    return new Promise((resolve) => { wake = resolve; setTimeout(resolve, milliseconds) })
  }

  function leave() {
    kept.forget()
    location.assign(bar.dataset.result)
    return new Promise(() => {})
  }

  // Resolves when nothing is to be sent any more, or cannot be before somebody has done something.
  async function finished() {
    await send()
    while (!navigator.onLine) await new Promise((resolve) => addEventListener("online", resolve, { once: true }))
  }

  for (const [position, fields] of sent.all()) count(position, fields)
  addEventListener("online", send)
  document.addEventListener("visibilitychange", send)
  if (kept.count) send()

  return {
    give, send, finished, tell, at, stamp, sent, kept,
    get isRefused() { return trouble === "refused" },
    get isOff() { return trouble === "network" || !navigator.onLine },
    name: bar.dataset.name,
    paper: bar.dataset.paper,
    bar,
  }
}

async function post(entry, person) {
  try {
    const response = await fetch(entry.url, {
      method: "POST",
      body: new URLSearchParams([...entry.fields, ["given", entry.given]]),
      headers: { "X-CSRFToken": token(), "X-Person": person },   // who else signs in here sends nothing of theirs
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    })
    if (response.type === "opaqueredirect") return "signed-out"
    const left = response.headers.get("X-Seconds-Left")
    if (left) dispatchEvent(new CustomEvent("time-left", { detail: Number(left) }))
    return ANSWERS[response.status] ?? "network"
  } catch {
    return "network"
  }
}

// From the cookie, because signing in again in another tab changes it.
function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)
  return cookie?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? ""
}
