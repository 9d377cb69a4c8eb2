// A performance of a calibration set: each tap is shown, sent, and taken back where it could not be kept.
import { behaviour } from "../js/behaviour.js"
import { saveComments } from "./comments.js"
import { followSections } from "./sections.js"
import { sheet } from "./sheet.js"

behaviour("calibrating", (screen) => {
  const words = screen.querySelector("[data-words]").dataset
  const marks = sheet(screen, words)
  const form = document.getElementById("marks")

  function show(code, value) {
    const comment = document.querySelector(`#item-${code} [data-comment] textarea`).value.trim()
    marks.show(code, { value, reason: "", comment })
    marks.count()
  }

  async function send(action, data, code) {
    marks.say(code, "saving")
    try {
      const answer = await fetch(action, { method: "POST", body: data, headers: { Accept: "application/json" } })
      if (answer.redirected) return location.assign(answer.url)
      marks.say(code, answer.ok ? "saved" : "refused")
      return answer.ok
    } catch {
      marks.say(code, "refused")
      return false
    }
  }

  screen.addEventListener("click", async (event) => {
    const mark = event.target.closest(".mark")
    if (!mark) return
    event.preventDefault()
    const code = mark.closest(".score-item").dataset.item
    const before = marks.valueOf(code)
    const data = new FormData(form)
    data.set("tap", mark.value)
    show(code, mark.dataset.value)
    if (!(await send(form.action, data, code))) show(code, before)
  })

  saveComments(screen, (comment) => {
    send(comment.action, new FormData(comment), comment.closest(".score-item").dataset.item)
  })
  followSections(screen)
  screen.dataset.ready = ""
})
