package payments

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Setting is who pays; version 0 when nobody has told.
type Setting struct {
	Payer
	Version int
}

// CurrentSetting is who pays now.
func CurrentSetting(ctx context.Context, tx *store.Tx) (s Setting, err error) {
	var row struct {
		Payer, Number, Iban, Bic string
		Version                  int
	}
	err = tx.Get(ctx, &row, "SELECT payer, number, iban, bic, version FROM payment_setting WHERE id = 1")
	if errors.Is(err, store.ErrNotFound) {
		return s, nil
	}
	return Setting{Payer{row.Payer, row.Number, row.Iban, row.Bic}, row.Version}, err
}

// Set changes who pays, unless somebody else has done so since version seen. Files that have been made stay as they are.
func Set(ctx context.Context, tx *store.Tx, p Payer, seen int) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := CurrentSetting(ctx, tx)
	if err != nil || before.Payer == p {
		return err
	}
	if before.Version != seen {
		return i18n.Fail("payments.meanwhile").Because(ErrSavedMeanwhile)
	}
	for _, fault := range p.faults() {
		return fault.err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO payment_setting (id, payer, number, iban, bic, version) VALUES (1, $1, $2, $3, $4, 1)
		ON CONFLICT (id) DO UPDATE SET payer = excluded.payer, number = excluded.number, iban = excluded.iban, bic = excluded.bic, version = payment_setting.version + 1`,
		p.Name, p.Number, p.IBAN, p.BIC); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "payment_setting.changed", ObjectKind: "payment_setting", ObjectID: "all", Before: before.told(), After: (&Setting{Payer: p}).told()})
}

type settingTold struct {
	Name   string `json:"payerName"`
	Number string `json:"payerNumber"`
	IBAN   string `json:"payerIban"`
	BIC    string `json:"payerBic"`
}

func (s *Setting) told() settingTold { return settingTold{s.Name, s.Number, s.IBAN, s.BIC} }

type fault struct {
	field string
	err   *i18n.Error
}

// faults tells what is wrong, by the names of the form's fields.
func (p *Payer) faults() (faults []fault) {
	if p.Name == "" {
		faults = append(faults, fault{"payer", i18n.Fail("payments.payer_missing")})
	}
	if _, err := organisations.ParseNumber(p.Number); err != nil {
		faults = append(faults, fault{"number", i18n.Fail("payments.number_wrong")})
	}
	if !isIBAN(p.IBAN) {
		faults = append(faults, fault{"iban", i18n.Fail("payments.account.iban_wrong")})
	}
	if !writtenAsBIC.MatchString(p.BIC) {
		faults = append(faults, fault{"bic", i18n.Fail("payments.bic_wrong")})
	}
	return faults
}
