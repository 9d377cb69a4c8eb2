// Records from microphone and camera. Every second a piece goes into the device's store, from which it is sent
// (waiting.js); so neither a dead network nor a closed tab costs more than that second.
import { behaviour } from "../../js/behaviour.js"
import { newKey } from "../chain.js"
import { everybodyIsOnTheList } from "./complete.js"
import { hold } from "./held.js"
import { start as begin, tell } from "./sending.js"
import { theStore } from "./the-store.js"

const PIECE = 1000
const TYPES = {
  audio: ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"],
  video: ["video/webm;codecs=vp8,opus", "video/mp4", "video/webm"],
}
const WANTED = {
  audio: { audio: true },
  video: { audio: true, video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24 } } },
}
// Enough to understand every word and see every gesture: half an hour of pictures is 240 MB, of sound 11.
const RATES = { audioBitsPerSecond: 48_000, videoBitsPerSecond: 1_000_000 }

behaviour("recorder", async (place) => {
  if (!navigator.mediaDevices || !window.MediaRecorder) return
  const find = (name) => place.querySelector(`[data-${name}]`)
  const words = find("words").dataset
  const clock = find("clock")
  const picture = place.querySelector("video")
  const store = await theStore()
  let going = null
  place.hidden = false

  place.querySelectorAll("[data-record]").forEach((button) =>
    button.addEventListener("click", () => {
      if (!place.dataset.agreed) return say(words.lacking, true)
      everybodyIsOnTheList(() => record(button.dataset.record))
    }),
  )
  find("pause").addEventListener("click", () => pause())
  find("go-on").addEventListener("click", () => going?.recorder.resume())
  find("stop").addEventListener("click", () => going?.recorder.stop())
  window.addEventListener("recordings:people", ({ detail }) => (place.dataset.agreed = detail ? "yes" : ""))
  window.addEventListener("recordings:lacking", ({ detail }) => {
    if (going?.recording.key === detail && pause()) say(words.lacking, true)
  })
  window.addEventListener("recordings:done", ({ detail }) => {
    if (going?.recording.key === detail.key && detail.thrown) throwAway(going)
    else if (place.dataset.state === "stopped") show("idle")
  })
  window.addEventListener("beforeunload", (event) => {
    if (going) event.preventDefault()
  })

  async function record(medium) {
    if (going) return
    const stream = await navigator.mediaDevices.getUserMedia(WANTED[medium]).catch(() => null)
    if (!stream) return say(words.noDevice, true)
    const key = newKey()
    const answer = await begin(place.dataset.url, { key, medium, complete: "on" })
    if (!answer.url) {
      stop(stream)
      return say(answer.words ?? answer.refused ?? words.noNetwork, true)
    }
    const owner = { person: Number(place.dataset.person), session: Number(place.dataset.session) }
    const recording = { key, ...owner, url: answer.url, medium, size: 0, milliseconds: 0, over: false, at: Date.now() }
    await store.save(recording)
    const mimeType = TYPES[medium].find((type) => MediaRecorder.isTypeSupported(type))
    going = { recording, stream, recorder: new MediaRecorder(stream, { mimeType, ...RATES }), release: hold(key) }
    going.kept = Promise.resolve()
    going.lit = await navigator.wakeLock?.request("screen").catch(() => null)
    listen(going)
    if (medium === "video") picture.srcObject = stream
    picture.hidden = medium !== "video"
    if (medium === "video") picture.play().catch(() => {})
    going.recorder.start(PIECE)
  }

  function listen(own) {
    const { recorder, recording, stream } = own
    let since = 0
    const elapsed = () => recording.milliseconds + (since ? performance.now() - since : 0)
    const settle = () => {
      recording.milliseconds = Math.round(elapsed())
      since = 0
    }
    const run = (state) => {
      since = performance.now()
      show(state)
    }
    own.every = setInterval(() => face(elapsed()), 500)
    recorder.addEventListener("start", () => run("recording"))
    recorder.addEventListener("resume", () => {
      run("recording")
      tell(recording, "go_on")
    })
    recorder.addEventListener("pause", () => {
      settle()
      face(recording.milliseconds)
      show("paused")
      tell(recording, "pause")
    })
    recorder.addEventListener("dataavailable", ({ data }) => {
      if (data.size) own.kept = own.kept.then(() => keep(own, data, Math.round(elapsed())))
    })
    recorder.addEventListener("stop", async () => {
      settle()
      face(recording.milliseconds)
      clearInterval(own.every)
      stop(stream)
      await own.kept
      await end(own)
    })
  }

  // It is deleted: what the recorder still hands out on its way to a stop is not kept.
  function throwAway(own) {
    own.isThrown = true
    own.recorder.stop()
  }

  // After a piece that found no room nothing more fits on.
  async function keep(own, data, milliseconds) {
    if (own.isFull || own.isThrown) return
    const { recording } = own
    const bytes = await data.arrayBuffer()
    const size = recording.size + bytes.byteLength
    try {
      await store.add({ ...recording, size, milliseconds }, { key: recording.key, offset: recording.size, bytes })
      recording.size = size
      window.dispatchEvent(new Event("recordings:new"))
    } catch {
      own.isFull = true
      if (own.recorder.state !== "inactive") own.recorder.stop()
    }
  }

  async function end(own) {
    if (going !== own) return
    going = null
    picture.hidden = true
    picture.srcObject = null
    if (await store.get(own.recording.key)) await store.save({ ...own.recording, over: true })
    own.release()
    own.lit?.release()
    show("stopped")
    if (own.isFull) say(words.full, true)
    await tell(own.recording, "stop")
    window.dispatchEvent(new Event("recordings:new"))
  }

  function pause() {
    if (going?.recorder.state !== "recording") return false
    going.recorder.pause()
    return true
  }

  function show(state) {
    place.dataset.state = state
    const on = state === "recording" || state === "paused"
    place.querySelectorAll("[data-record]").forEach((button) => (button.hidden = on))
    find("pause").hidden = state !== "recording"
    find("go-on").hidden = state !== "paused"
    find("stop").hidden = !on
    clock.hidden = state === "idle"
    document.title = `${state === "recording" ? "● " : ""}${document.title.replace(/^● /, "")}`
    say(words[state])
  }

  function say(text, trouble = false) {
    find("said").textContent = text
    find("said").classList.toggle("is-trouble", trouble)
  }

  function face(milliseconds) {
    const seconds = Math.floor(milliseconds / 1000)
    clock.querySelector("time").textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`
  }
})

// The list of who can be heard comes anew every few seconds; the recorder goes by what it says.
behaviour("recording-people", (piece) => {
  window.dispatchEvent(new CustomEvent("recordings:people", { detail: piece.dataset.agreed === "yes" }))
})

const stop = (stream) => stream.getTracks().forEach((track) => track.stop())

const two = (number) => String(number).padStart(2, "0")
