// A sheet that is handed in leaves the device; should it be refused, the scoring screen keeps it again.
import { behaviour } from "../js/behaviour.js"
import { openStore, putAway } from "./store.js"

behaviour("put-away", (form) => {
  form.addEventListener("submit", async () => putAway(await openStore(), [Number(form.dataset.session)]))
})
