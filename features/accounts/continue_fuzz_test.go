package accounts

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Whatever body a form comes with, what is kept of it is bounded and holds nothing to sign in with.
func FuzzInterruptedForm(f *testing.F) {
	whole := "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nStormöte\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.pdf\"\r\n\r\nhemligt\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"sign-in-password\"\r\n\r\nhemligt\r\n--x--\r\n"
	f.Add("multipart/form-data; boundary=x", []byte(whole))
	f.Add("multipart/form-data; boundary=x", []byte(whole[:len(whole)/2]))
	f.Add("multipart/form-data", []byte(whole))
	f.Add("multipart/form-data; boundary=x", []byte("--x\r\nContent-Type: text/plain\r\n\r\nx\r\n--x--"))
	f.Add("application/x-www-form-urlencoded", []byte("a=1&a=2&sign-in-email=x&%zz=1"))
	f.Add("text/plain", []byte("a=1"))
	f.Add("", []byte{0xff})
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		r := httptest.NewRequest(http.MethodPost, "/records/new", bytes.NewReader(body))
		r.Header["Content-Type"] = []string{kind}
		var sent interrupted
		if err := sent.read(httptest.NewRecorder(), r); err != nil {
			return
		}
		size := 0
		for _, field := range sent.Fields {
			if size += len(field.Name) + len(field.Value); field.Name == "" || strings.HasPrefix(field.Name, continuing) {
				t.Fatalf("%q of %q is kept", field.Name, kind)
			}
		}
		for _, name := range sent.Files {
			size += len(name)
		}
		if size > len(body) || size > longestKept {
			t.Fatalf("%d bytes are kept of %d", size, len(body))
		}
	})
}

// A form that was written whole comes back as it was written.
func FuzzInterruptedFields(f *testing.F) {
	f.Add("title", "Stormöte", "a.pdf")
	f.Add("a\"b", "rad\r\nrad", "å ä.txt")
	f.Add("x", "\x00\xff", "")
	f.Fuzz(func(t *testing.T, name, value, file string) {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		if err := form.WriteField("field", value); err != nil {
			t.Skip()
		}
		if err := form.WriteField(name, "x"); err != nil {
			t.Skip()
		}
		if _, err := form.CreateFormFile("files", file); err != nil {
			t.Skip()
		}
		if err := form.Close(); err != nil {
			t.Skip()
		}
		r := httptest.NewRequest(http.MethodPost, "/records/new", &body)
		r.Header.Set("Content-Type", form.FormDataContentType())
		var sent interrupted
		if err := sent.read(httptest.NewRecorder(), r); err != nil {
			t.Skip() // a name that no header holds
		}
		if len(sent.Fields) == 0 || (sent.Fields[0] != keptField{"field", value}) {
			t.Fatalf("%q came back as %q", value, sent.Fields)
		}
	})
}
