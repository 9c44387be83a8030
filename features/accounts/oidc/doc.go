// Package oidc lets somebody show who they are at a provider of identities, as OpenID Connect says: the settings of each
// provider, the beginning that sends the browser there and the finishing that checks what it comes back with. The flow is
// the authorization code flow with PKCE. What the person is allowed to do, and where what must be kept meanwhile stands, is
// for package accounts.
//
// It has no tables and no addresses.
package oidc
