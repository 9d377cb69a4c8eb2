// On the board: sends what this person has not sent yet, of whatever sheet, and takes off the device what is closed.
import { behaviour } from "../js/behaviour.js"
import { post } from "./sending.js"
import { keysOf, openStore, putAway } from "./store.js"

behaviour("waiting", async (notice) => {
  const person = Number(notice.dataset.person)
  const open = new Set(notice.dataset.open.split(" ").filter(Boolean).map(Number))
  const store = await openStore()
  const own = async () => (await store.everything()).filter((event) => event.owner.startsWith(`${person}:`))
  const waiting = async () => (await own()).filter((event) => event.state === "waiting")

  const left = [...(await store.sheets()), ...(await own())].filter((kept) => kept.person === person)
  await putAway(store, [...new Set(left.map((kept) => kept.session))].filter((session) => !open.has(session)))
  await sendAll()
  window.addEventListener("online", sendAll)

  async function sendAll() {
    const events = await waiting()
    say(events.length)
    for (const sheet of new Set(events.map((event) => event.sheet))) {
      await send(events.filter((event) => event.sheet === sheet).sort((a, b) => a.sequence - b.sequence))
    }
    if (events.length) say((await waiting()).length)
  }

  async function send(events) {
    const { body } = await post(events[0].url, { ...events[0], since: 0 }, events)
    if (body) await store.remove([], keysOf(events.filter((event) => event.key in body.answers)))
  }

  function say(count) {
    notice.hidden = count === 0
    notice.querySelector("[data-count]").textContent = notice.dataset.words.replace("{count}", count)
  }
})
