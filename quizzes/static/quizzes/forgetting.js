import { behaviour } from "../js/behaviour.js"
import { forgetAll } from "./kept.js"

// The attempt is over: nothing of it stays on the device.
behaviour("forget-answers", (element) => forgetAll(element.dataset.name))
