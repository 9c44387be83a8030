// Package accounts owns the people who may sign in: name, e-mail, role and password. It says nothing of what a role
// may do; that is asked where it is done.
//
// Tables: account, session, sign_in_link. Addresses: /sign-in, /sign-out, /first/{token}, /password/{token}, /account,
// /people.
package accounts
