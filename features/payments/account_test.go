package payments_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/features/payments"
	"samverk/platform/calendar"
)

func TestAccountsAreReadAsPeopleWriteThem(t *testing.T) {
	for _, row := range []struct {
		kind         payments.AccountKind
		typed, shown string // shown is empty for what is no account
	}{
		{payments.Bankgiro, "5050-1055", "5050-1055"}, {payments.Bankgiro, " 5050 1055 ", "5050-1055"}, {payments.Bankgiro, "5050-1056", ""}, {payments.Bankgiro, "505010", ""},
		{payments.Bankgiro, "5050105505", ""}, {payments.Plusgiro, "123456-6", "12 34 56-6"}, {payments.Plusgiro, "1234567", ""}, {payments.Plusgiro, "0", ""},
		{payments.IBAN, "SE45 5000 0000 0583 9825 7466", "SE45 5000 0000 0583 9825 7466"}, {payments.IBAN, "se4550000000058398257466", "SE45 5000 0000 0583 9825 7466"},
		{payments.IBAN, "SE45 5000 0000 0583 9825 7467", ""}, {payments.IBAN, "SE455000000005839825746", ""}, {payments.IBAN, "", ""}, {"kontanter", "5050-1055", ""}, {payments.Bankgiro, "åäö", ""},
	} {
		a, err := payments.ReadAccount(row.kind, row.typed)
		if (err == nil) != (row.shown != "") || a.String() != row.shown {
			t.Errorf("%s %q is read as %q, %v; want %q", row.kind, row.typed, a, err, row.shown)
		}
	}
}

// A slip of one digit is always found.
func TestOneWrongDigitIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.SampledFrom([]payments.BankAccount{{Kind: payments.Bankgiro, Number: "50501055"}, {Kind: payments.Plusgiro, Number: "1234566"}, {Kind: payments.IBAN, Number: "SE4550000000058398257466"}}).Draw(t, "account")
		at := rapid.IntRange(2, len(one.Number)-1).Draw(t, "at")
		digit := byte('0' + rapid.IntRange(0, 9).Draw(t, "digit"))
		if one.Number[at] == digit {
			return
		}
		wrong := one.Number[:at] + string(digit) + one.Number[at+1:]
		if a, err := payments.ReadAccount(one.Kind, wrong); err == nil {
			t.Errorf("%v is taken for an account", a)
		}
	})
}

func FuzzAccounts(f *testing.F) {
	for _, typed := range []string{"5050-1055", "12 34 56-6", "SE45 5000 0000 0583 9825 7466", "", "-", "SE00", "٣"} {
		f.Add("bankgiro", typed)
		f.Add("plusgiro", typed)
		f.Add("iban", typed)
	}
	f.Fuzz(func(t *testing.T, kind, typed string) {
		a, err := payments.ReadAccount(payments.AccountKind(kind), typed)
		if err != nil {
			return
		}
		if again, err := payments.ReadAccount(a.Kind, a.String()); err != nil || again != a {
			t.Errorf("%q is read as %v, shown as %q and read again as %v, %v", typed, a, a.String(), again, err)
		}
	})
}

func orderOf(names ...string) payments.Order {
	o := payments.Order{Number: 7, MadeAt: time.Date(2020, 3, 2, 12, 30, 0, 0, time.UTC), ExecuteOn: calendar.MustDate("2020-03-05"),
		Payer: payments.Payer{Name: "Region Påhittad & <Co>", Number: "232100-0016", IBAN: "SE4550000000058398257466", BIC: "ESSESESS"}}
	to := []payments.BankAccount{{Kind: payments.Bankgiro, Number: "50501055"}, {Kind: payments.Plusgiro, Number: "1234566"}, {Kind: payments.IBAN, Number: "SE4550000000058398257466"}}
	for i, name := range names {
		o.Lines = append(o.Lines, payments.Line{InstalmentID: fmt.Sprintf("01890000-0000-7000-8000-%012d", i), Organisation: name, To: to[i%3], Amount: int64(100_050 + i), Text: "Föreningsbidrag 2020 BID 2020:4"})
	}
	return o
}

// The order of elements and their bounds are those of the message's published schema, pain.001.001.03, for the elements that
// the program writes.
var painOrder = map[string][]string{
	"Document":         {"CstmrCdtTrfInitn"},
	"CstmrCdtTrfInitn": {"GrpHdr", "PmtInf"},
	"GrpHdr":           {"MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty"},
	"PmtInf":           {"PmtInfId", "PmtMtd", "BtchBookg", "NbOfTxs", "CtrlSum", "PmtTpInf", "ReqdExctnDt", "Dbtr", "DbtrAcct", "DbtrAgt", "CdtTrfTxInf"},
	"PmtTpInf":         {"SvcLvl", "CtgyPurp"},
	"CdtTrfTxInf":      {"PmtId", "Amt", "CdtrAgt", "Cdtr", "CdtrAcct", "RmtInf"},
	"Dbtr":             {"Nm", "PstlAdr", "Id"}, "Cdtr": {"Nm", "PstlAdr", "Id"}, "InitgPty": {"Nm", "PstlAdr", "Id"},
	"DbtrAcct": {"Id", "Ccy"}, "CdtrAcct": {"Id", "Ccy"}, "DbtrAgt": {"FinInstnId"}, "CdtrAgt": {"FinInstnId"}, "FinInstnId": {"BIC", "ClrSysMmbId"},
	"ClrSysMmbId": {"ClrSysId", "MmbId"}, "PmtId": {"InstrId", "EndToEndId"}, "Amt": {"InstdAmt"}, "RmtInf": {"Ustrd"}, "Othr": {"Id", "SchmeNm"}, "OrgId": {"Othr"},
	"SvcLvl": {"Cd"}, "CtgyPurp": {"Cd"}, "PstlAdr": {"Ctry"}, "ClrSysId": {"Cd"}, "SchmeNm": {"Cd", "Prtry"}, "Id": {"OrgId", "IBAN", "Othr"},
}

var painText = map[string]*regexp.Regexp{
	"MsgId": regexp.MustCompile(`^.{1,35}$`), "PmtInfId": regexp.MustCompile(`^.{1,35}$`), "EndToEndId": regexp.MustCompile(`^.{1,35}$`), "NbOfTxs": regexp.MustCompile(`^[0-9]{1,15}$`),
	"CtrlSum": regexp.MustCompile(`^[0-9]+\.[0-9]{2}$`), "InstdAmt": regexp.MustCompile(`^[0-9]+\.[0-9]{2}$`), "Nm": regexp.MustCompile(`^.{1,140}$`), "Ustrd": regexp.MustCompile(`^.{1,140}$`),
	"CreDtTm": regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`), "ReqdExctnDt": regexp.MustCompile(`^\d{4}-\d\d-\d\d$`), "Ctry": regexp.MustCompile(`^[A-Z]{2}$`),
	"BIC": regexp.MustCompile(`^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$`), "PmtMtd": regexp.MustCompile(`^TRF$`),
}

func TestThePaymentFileFollowsThePublishedSchema(t *testing.T) {
	o := orderOf("Solrosens odlare", "Åkerby <byalag> & vänner", strings.Repeat("Lång ", 40), "中文")
	content, err := o.XML()
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := o.XML(); string(again) != string(content) {
		t.Error("the same order gives other bytes")
	}
	type open struct{ name, last, text string }
	var path []open
	counts := map[string]int{}
	for d := xml.NewDecoder(strings.NewReader(string(content))); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			counts[e.Name.Local]++
			if e.Name.Space != "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03" {
				t.Errorf("%s is in %q", e.Name.Local, e.Name.Space)
			}
			if len(path) > 0 {
				parent := &path[len(path)-1]
				order, known := painOrder[parent.name]
				at := slices.Index(order, e.Name.Local)
				if !known || at < 0 || at < slices.Index(order, parent.last) || at == slices.Index(order, parent.last) && e.Name.Local != "CdtTrfTxInf" {
					t.Errorf("%s stands in %s after %q", e.Name.Local, parent.name, parent.last)
				}
				parent.last = e.Name.Local
			}
			path = append(path, open{name: e.Name.Local})
		case xml.CharData:
			if len(path) > 0 {
				path[len(path)-1].text += string(e)
			}
		case xml.EndElement:
			end := path[len(path)-1]
			path = path[:len(path)-1]
			if want := painText[end.name]; want != nil && !want.MatchString(end.text) {
				t.Errorf("%s holds %q", end.name, end.text)
			}
			if end.last == "" && strings.TrimSpace(end.text) == "" {
				t.Errorf("%s is empty", end.name)
			}
		}
	}
	if counts["CdtTrfTxInf"] != 4 || counts["PmtInf"] != 1 || counts["GrpHdr"] != 1 {
		t.Errorf("%v", counts)
	}
	for _, want := range []string{"<CtrlSum>4002.06</CtrlSum>", "<NbOfTxs>4</NbOfTxs>", "<Prtry>BGNR</Prtry>", "<MmbId>9900</MmbId>", "<MmbId>9960</MmbId>", "<Cd>BBAN</Cd>", `<InstdAmt Ccy="SEK">1000.50</InstdAmt>`,
		"<Nm>Åkerby byalag vänner</Nm>", "<MsgId>SAMVERK-2321000016-000007</MsgId>"} {
		if !strings.Contains(string(content), want) {
			t.Errorf("the file lacks %s:\n%s", want, content)
		}
	}
}
