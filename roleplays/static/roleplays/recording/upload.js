// A file that was recorded elsewhere: it is kept on the device with the recordings, and sent as they are (waiting.js).
import { behaviour } from "../../js/behaviour.js"
import { newKey } from "../chain.js"
import { everybodyIsOnTheList } from "./complete.js"
import { start as begin } from "./sending.js"
import { theStore } from "./the-store.js"

behaviour("recording-upload", async (place) => {
  const input = place.querySelector("[data-file]")
  const problem = place.querySelector("[data-problem]")
  const store = await theStore()
  place.hidden = false

  input.addEventListener("change", () => {
    const [file] = input.files
    input.value = ""
    problem.textContent = ""
    if (file) everybodyIsOnTheList(() => send(file))
  })

  async function send(file) {
    const key = newKey()
    const medium = place.dataset.medium
    const answer = await begin(place.dataset.url, { key, medium, size: file.size, complete: "on" })
    if (!answer.url) {
      problem.textContent = answer.words ?? answer.refused ?? place.dataset.network
      return
    }
    const owner = { person: Number(place.dataset.person), session: Number(place.dataset.session) }
    const about = { key, ...owner, url: answer.url, medium, size: file.size, over: true, at: Date.now(), name: file.name }
    try {
      await store.save({ ...about, file })
    } catch {
      problem.textContent = place.dataset.full
      return
    }
    window.dispatchEvent(new Event("recordings:new"))
  }
})
