package i18n

import (
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"github.com/BurntSushi/toml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Language is a language the program speaks.
type Language string

const (
	Swedish Language = "sv"
	English Language = "en"
)

// Languages lists them, the first being the default.
var Languages = []Language{Swedish, English}

// spoken are the languages as the library for messages knows them.
var spoken = []language.Tag{language.Swedish, language.English}

// Catalogue holds every message in every language.
type Catalogue struct {
	printers map[Language]Printer
}

// NewCatalogue reads sv.toml and en.toml from each folder, several at once since the program waits for it when it
// starts; a broken file is an error in the program, so it panics.
func NewCatalogue(folders ...fs.FS) *Catalogue {
	bundle := goi18n.NewBundle(language.Swedish)
	fillings := map[Language]map[string]filling{}
	for n, lang := range Languages {
		fillings[lang] = map[string]filling{}
		for _, file := range readAll(folders, lang) {
			if err := bundle.AddMessages(spoken[n], file.Messages...); err != nil {
				panic(fmt.Sprintf("message file %s: %v", file.Path, err))
			}
			for _, m := range file.Messages {
				fillings[lang][m.ID] = newFilling(m)
			}
		}
	}
	c := &Catalogue{printers: map[Language]Printer{}}
	for _, lang := range Languages {
		c.printers[lang] = Printer{
			language:  lang,
			localizer: goi18n.NewLocalizer(bundle, string(lang)),
			plain:     &sync.Map{},
			fillings:  fillings[lang],
		}
	}
	return c
}

// readAll reads the language's file in each folder.
func readAll(folders []fs.FS, lang Language) []*goi18n.MessageFile {
	files := make([]*goi18n.MessageFile, len(folders))
	var group sync.WaitGroup
	for i, folder := range folders {
		group.Go(func() {
			name := string(lang) + ".toml"
			content, err := fs.ReadFile(folder, name)
			if err == nil {
				files[i], err = goi18n.ParseMessageFileBytes(content, name, map[string]goi18n.UnmarshalFunc{"toml": toml.Unmarshal})
			}
			if err != nil {
				panic(fmt.Sprintf("message file %s: %v", name, err))
			}
		})
	}
	group.Wait()
	return files
}

// In gives the printer for a language; an unknown language gets Swedish.
func (c *Catalogue) In(lang Language) Printer {
	if p, ok := c.printers[lang]; ok {
		return p
	}
	return c.printers[Swedish]
}

// Printer writes messages in one language. The zero value writes identities, which is enough for developers.
type Printer struct {
	language  Language
	localizer *goi18n.Localizer
	plain     *sync.Map          // texts without arguments, by identity: most of a page
	fillings  map[string]filling // texts with arguments, by identity
}

// Language is the printer's language.
func (p Printer) Language() Language { return p.language }

// T gives the text with this identity. An identity missing from the catalogue is shown as it is, so it is seen.
func (p Printer) T(id string, pairs ...any) string {
	if len(pairs) == 0 {
		return p.plainText(id)
	}
	if text, done := p.fillings[id].fill(p, func(name string) (any, bool) { return among(pairs, name) }); done {
		return text
	}
	return p.Text(Msg(id, pairs...))
}

// among finds an argument among name, value pairs; of two with the same name the last, as in Msg.
func among(pairs []any, name string) (any, bool) {
	for i := len(pairs) - 2; i >= 0; i -= 2 {
		if pairs[i] == name {
			return pairs[i+1], true
		}
	}
	return nil, false
}

// Text gives a message's text. Arguments that are messages are put into the language first.
func (p Printer) Text(m Message) string {
	if p.localizer == nil {
		return m.String()
	}
	if len(m.Args) == 0 {
		return p.plainText(m.ID)
	}
	named := func(name string) (any, bool) {
		value, there := m.Args[name]
		return value, there
	}
	if text, done := p.fillings[m.ID].fill(p, named); done {
		return text
	}
	config := &goi18n.LocalizeConfig{MessageID: m.ID, TemplateData: p.arguments(m.Args)}
	if count, ok := m.Args["count"]; ok {
		config.PluralCount = count
	}
	text, err := p.localizer.Localize(config)
	if text == "" && err != nil {
		return m.String()
	}
	return text
}

// Error gives the text of err for a person: an *Error in the language, anything else as it is.
func (p Printer) Error(err error) string {
	var own *Error
	if errors.As(err, &own) {
		return p.Text(own.Message)
	}
	return err.Error()
}

func (p Printer) arguments(args map[string]any) map[string]any {
	ready := make(map[string]any, len(args))
	for name, value := range args {
		if m, ok := value.(Message); ok {
			value = p.Text(m)
		}
		ready[name] = value
	}
	return ready
}

func (p Printer) plainText(id string) string {
	if p.localizer == nil {
		return id
	}
	if text, ok := p.plain.Load(id); ok {
		return text.(string)
	}
	text, err := p.localizer.Localize(&goi18n.LocalizeConfig{MessageID: id})
	if text == "" && err != nil {
		text = id
	}
	p.plain.Store(id, text)
	return text
}

// Folder gives the messages folder of an embedded file system, where every package keeps its part of the catalogue.
func Folder(embedded fs.FS) fs.FS {
	folder, err := fs.Sub(embedded, "messages")
	if err != nil {
		panic(err) // the name is constant and valid
	}
	return folder
}
