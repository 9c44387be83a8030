package payments

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"samverk/platform/calendar"
)

// Payer is who pays: name, organisation number and the account that is debited.
type Payer struct {
	Name   string `json:"name"`
	Number string `json:"number"`
	IBAN   string `json:"iban"`
	BIC    string `json:"bic"`
}

// Order is what a payment file says, as it was when the file was made.
type Order struct {
	Number    int64         `json:"number"`
	MadeAt    time.Time     `json:"madeAt"`
	ExecuteOn calendar.Date `json:"executeOn"`
	Payer     Payer         `json:"payer"`
	Lines     []Line        `json:"lines"`
}

// Line is one payment of an order.
type Line struct {
	InstalmentID string      `json:"instalment"`
	GrantID      string      `json:"grant"`
	Organisation string      `json:"organisation"`
	To           BankAccount `json:"to"`
	Amount       int64       `json:"amount"` // öre
	Text         string      `json:"text"`
}

// Sum is what the payments come to, in öre.
func (o *Order) Sum() (sum int64) {
	for i := range o.Lines {
		sum += o.Lines[i].Amount
	}
	return sum
}

// Name is the order's message identity at the bank. The payer's number makes it unlike other payers'.
func (o *Order) Name() string {
	return fmt.Sprintf("SAMVERK-%s-%06d", digits(o.Payer.Number), o.Number)
}

// The message pain.001.001.03 of ISO 20022, as the Swedish banks' common interpretation uses it for payments within Sweden:
// non-urgent (NURG), bankgiro as a proprietary BGNR account at the clearing member SESBA 9900, plusgiro as BBAN at 9960.
type painDocument struct {
	XMLName xml.Name  `xml:"urn:iso:std:iso:20022:tech:xsd:pain.001.001.03 Document"`
	Header  painGroup `xml:"CstmrCdtTrfInitn>GrpHdr"`
	Part    painPart  `xml:"CstmrCdtTrfInitn>PmtInf"`
}

type painGroup struct {
	ID      string    `xml:"MsgId"`
	Made    string    `xml:"CreDtTm"`
	Count   int       `xml:"NbOfTxs"`
	Sum     string    `xml:"CtrlSum"`
	Initial painParty `xml:"InitgPty"`
}

type painParty struct {
	Name    string       `xml:"Nm"`
	Address *painAddress `xml:"PstlAdr"`
	Other   *painOrg     `xml:"Id>OrgId>Othr"`
}

type painAddress struct {
	Country string `xml:"Ctry"`
}

type painOrg struct {
	ID     string `xml:"Id"`
	Scheme string `xml:"SchmeNm>Cd"`
}

type painPart struct {
	ID       string       `xml:"PmtInfId"`
	Method   string       `xml:"PmtMtd"`
	Batch    bool         `xml:"BtchBookg"`
	Count    int          `xml:"NbOfTxs"`
	Sum      string       `xml:"CtrlSum"`
	Level    string       `xml:"PmtTpInf>SvcLvl>Cd"`
	Purpose  string       `xml:"PmtTpInf>CtgyPurp>Cd"`
	Day      string       `xml:"ReqdExctnDt"`
	Debtor   painParty    `xml:"Dbtr"`
	Account  painAccount  `xml:"DbtrAcct"`
	BIC      string       `xml:"DbtrAgt>FinInstnId>BIC"`
	Payments []painCredit `xml:"CdtTrfTxInf"`
}

type painAccount struct {
	IBAN     string     `xml:"Id>IBAN,omitempty"`
	Other    *painOther `xml:"Id>Othr"`
	Currency string     `xml:"Ccy,omitempty"`
}

type painOther struct {
	ID          string `xml:"Id"`
	Code        string `xml:"SchmeNm>Cd,omitempty"`
	Proprietary string `xml:"SchmeNm>Prtry,omitempty"`
}

type painCredit struct {
	ID       string      `xml:"PmtId>EndToEndId"`
	Amount   painAmount  `xml:"Amt>InstdAmt"`
	Agent    *painMember `xml:"CdtrAgt>FinInstnId>ClrSysMmbId"`
	Creditor painParty   `xml:"Cdtr"`
	Account  painAccount `xml:"CdtrAcct"`
	Text     string      `xml:"RmtInf>Ustrd"`
}

type painAmount struct {
	Currency string `xml:"Ccy,attr"`
	Text     string `xml:",chardata"`
}

type painMember struct {
	System string `xml:"ClrSysId>Cd"`
	ID     string `xml:"MmbId"`
}

// Longest texts of the message.
const (
	longestName = 70
	longestLine = 140
)

// XML is the order as a message to the bank. The same order always gives the same bytes.
func (o *Order) XML() ([]byte, error) {
	payer := painParty{Name: plain(o.Payer.Name, longestName), Other: &painOrg{digits(o.Payer.Number), "COID"}}
	d := painDocument{Header: painGroup{o.Name(), o.MadeAt.UTC().Format("2006-01-02T15:04:05Z"), len(o.Lines), kronor(o.Sum()), payer},
		Part: painPart{ID: o.Name(), Method: "TRF", Batch: true, Count: len(o.Lines), Sum: kronor(o.Sum()), Level: "NURG", Purpose: "SUPP", Day: o.ExecuteOn.String(),
			Debtor: payer, Account: painAccount{IBAN: o.Payer.IBAN, Currency: "SEK"}, BIC: o.Payer.BIC}}
	for i := range o.Lines {
		line := &o.Lines[i]
		credit := painCredit{ID: line.reference(), Amount: painAmount{"SEK", kronor(line.Amount)}, Creditor: painParty{Name: plain(line.Organisation, longestName), Address: &painAddress{"SE"}},
			Text: plain(line.Text, longestLine)}
		switch line.To.Kind {
		case Bankgiro:
			credit.Agent, credit.Account.Other = &painMember{"SESBA", "9900"}, &painOther{ID: line.To.Number, Proprietary: "BGNR"}
		case Plusgiro:
			credit.Agent, credit.Account.Other = &painMember{"SESBA", "9960"}, &painOther{ID: line.To.Number, Code: "BBAN"}
		default:
			credit.Account.IBAN, credit.Creditor.Address.Country = line.To.Number, line.To.Number[:2]
		}
		d.Part.Payments = append(d.Part.Payments, credit)
	}
	content, err := xml.MarshalIndent(d, "", "  ")
	return append([]byte(xml.Header), append(content, '\n')...), err
}

// reference is what the bank answers with: the payment's key without hyphens, since at most 35 characters are allowed.
func (l *Line) reference() string { return strings.ReplaceAll(l.InstalmentID, "-", "") }

// kronor writes öre as the message wants them: 1234.50.
func kronor(ore int64) string { return strconv.FormatInt(ore/100, 10) + fmt.Sprintf(".%02d", ore%100) }

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// plain keeps the signs that banks take, Swedish letters among them, and cuts what is too long.
func plain(text string, longest int) string {
	kept := []rune(strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)), strings.ContainsRune("/-?:().,'+ åäöÅÄÖéÉüÜ", r):
			return r
		}
		return ' '
	}, text)), " "))
	if len(kept) > longest {
		kept = kept[:longest]
	}
	if len(kept) == 0 {
		return "-"
	}
	return strings.TrimSpace(string(kept))
}
