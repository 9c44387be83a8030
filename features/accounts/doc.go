// Package accounts owns the people who may sign in: name, e-mail, role, password and who they are at providers of
// identities. It says nothing of what a role may do; that is asked where it is done.
//
// Tables: account, account_identity, account_totp, account_recovery_code, session, sign_in_link, sign_in_pending,
// sign_in_attempt, known_device, program_secret. Addresses: /sign-in, /sign-out, /first/{token}, /password/{token},
// /account, /people.
package accounts
