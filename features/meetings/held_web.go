package meetings

import "samverk/platform/web"

// mountHeld adds the addresses of attendance, closing, minutes and what was decided.
func (f *Feature) mountHeld(site *web.Site) {
}
