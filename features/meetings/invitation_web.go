package meetings

import "samverk/platform/web"

// mountInvitations adds the addresses of invitations and answers.
func (f *Feature) mountInvitations(site *web.Site) {
}
