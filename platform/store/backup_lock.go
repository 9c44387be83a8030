package store

import (
	"bufio"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"filippo.io/age"

	"samverk/platform/i18n"
)

// Lock says for whom a backup is encrypted, with age (https://age-encryption.org): for the holders of keys, or by a
// passphrase. The zero value encrypts nothing.
type Lock struct {
	To         []string // public keys, age1…
	Passphrase string
}

// Locks tells whether anything is encrypted.
func (l Lock) Locks() bool { return len(l.To) > 0 || l.Passphrase != "" }

// recipients are those who can open the backup; none when it is not encrypted.
func (l Lock) recipients() ([]age.Recipient, error) {
	if len(l.To) > 0 && l.Passphrase != "" {
		return nil, i18n.Fail("store.lock_twice") // age allows either
	}
	if l.Passphrase != "" {
		one, err := age.NewScryptRecipient(l.Passphrase)
		return []age.Recipient{one}, err
	}
	var list []age.Recipient
	for _, key := range l.To {
		found, err := age.ParseRecipients(strings.NewReader(key))
		if err != nil {
			return nil, i18n.Fail("store.lock_unreadable", "key", key).Because(err)
		}
		list = append(list, found...)
	}
	return list, nil
}

// locking encrypts what is written to it for the recipients; with none it passes it on. Closing leaves w open.
func locking(w io.Writer, recipients []age.Recipient) (io.WriteCloser, error) {
	if len(recipients) == 0 {
		return open{w}, nil
	}
	return age.Encrypt(w, recipients...)
}

type open struct{ io.Writer }

func (open) Close() error { return nil }

// Keys open an encrypted backup.
type Keys struct {
	File       string // holds private keys, AGE-SECRET-KEY-1…, as age-keygen writes them
	Passphrase string
}

func (k Keys) identities() ([]age.Identity, error) {
	var list []age.Identity
	if k.File != "" {
		content, err := os.Open(k.File)
		if err != nil {
			return nil, i18n.Fail("store.key_file_unreadable", "file", k.File).Because(err)
		}
		defer content.Close() //nolint:errcheck // only read
		found, err := age.ParseIdentities(content)
		if err != nil {
			// The parser's own words may quote the key.
			return nil, i18n.Fail("store.key_file_unreadable", "file", k.File).Because(errors.New("it holds no AGE-SECRET-KEY-1 line that can be read"))
		}
		list = append(list, found...)
	}
	if k.Passphrase != "" {
		one, err := age.NewScryptIdentity(k.Passphrase)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	if len(list) == 0 {
		return nil, i18n.Fail("store.keys_missing")
	}
	for i := range list {
		list[i] = &remembering{Identity: list[i]}
	}
	return list, nil
}

// remembering keeps what it found in one file's head: a passphrase is slow to try, and the file is read more than once.
type remembering struct {
	age.Identity
	found []byte
}

func (r *remembering) Unwrap(stanzas []*age.Stanza) (key []byte, err error) {
	if r.found == nil {
		if r.found, err = r.Identity.Unwrap(stanzas); err != nil {
			r.found = nil
			return nil, err
		}
	}
	return slices.Clone(r.found), nil
}

// ageBegins is how every file begins that age has encrypted.
const ageBegins = "age-encryption.org/"

// unlocked reads the plain content, encrypted or not.
func (b *backupFile) unlocked(r io.Reader) (*bufio.Reader, error) {
	plain := bufio.NewReaderSize(r, 64<<10)
	if start, _ := plain.Peek(len(ageBegins)); string(start) != ageBegins {
		return plain, nil
	}
	if b.identities == nil {
		var err error
		if b.identities, err = b.keys.identities(); err != nil {
			return nil, err
		}
	}
	opened, err := age.Decrypt(plain, b.identities...)
	if errors.As(err, new(*age.NoIdentityMatchError)) {
		return nil, i18n.Fail("store.keys_wrong", "file", b.name).Because(err)
	}
	if err != nil {
		return nil, b.unreadable(err)
	}
	return bufio.NewReaderSize(opened, 64<<10), nil
}
