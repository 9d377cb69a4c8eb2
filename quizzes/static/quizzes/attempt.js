import "./countdown.js"
import "./digits.js"
import "./saving.js"
