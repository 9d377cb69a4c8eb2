// Tablets are shared. As soon as a page says that somebody else is signed in, or nobody, the sheets of who was there
// before are taken off the device. What they have not sent yet stays, bound to them, until they sign in again.
import { holder, keysOf, openStore, setHolder } from "./store.js"

const now = document.body.dataset.person
const before = holder()
if (before && now !== undefined && now !== before) forget(before, now)

async function forget(person, next) {
  const store = await openStore()
  const [sheets, events] = await Promise.all([store.sheets(), store.everything()])
  const isTheirs = (event) => event.owner.startsWith(`${person}:`) && event.state !== "waiting"
  const sessions = sheets.filter((sheet) => String(sheet.person) === person).map((sheet) => sheet.session)
  await store.remove(sessions, keysOf(events.filter(isTheirs)))
  setHolder(next)
}
