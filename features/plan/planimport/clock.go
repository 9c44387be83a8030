package planimport

import "time"

// now is the clock, used only when a plan says nothing at all about its years.
var now = time.Now
