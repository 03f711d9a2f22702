package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/packages"
)

// glued lists the places where a message is made of pieces: an ID that is not
// a constant, by a conversion or by adding, which no translator would see.
func (s loaded) glued() (list []string) {
	for _, p := range s.packages {
		if p.PkgPath == messages {
			continue
		}
		found := func(at token.Pos, what string) { list = append(list, s.place(p, at)+": "+what) }
		for _, file := range p.Syntax {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					if tv := p.TypesInfo.Types[n.Fun]; tv.IsType() && isID(tv.Type) && p.TypesInfo.Types[n].Value == nil && !isID(p.TypesInfo.TypeOf(n.Args[0])) {
						found(n.Pos(), "a message that is no constant")
					}
				case *ast.BinaryExpr:
					if tv := p.TypesInfo.Types[n]; n.Op == token.ADD && isID(tv.Type) && tv.Value == nil {
						found(n.Pos(), "a message glued from pieces")
					}
				case *ast.AssignStmt:
					if n.Tok == token.ADD_ASSIGN && isID(p.TypesInfo.TypeOf(n.Lhs[0])) {
						found(n.Pos(), "a message glued from pieces")
					}
				}
				return true
			})
		}
	}
	return list
}

// padding is a verb of package fmt that pads a text, by counting its runes.
var padding = regexp.MustCompile(`%[-+# 0]*(?:\*|\d+)(?:\.(?:\*|\d+))?[sqv]`)

// padded lists the constants below ui whose verbs pad texts: a rune may take
// two cells, or none. viz.Safe pads in cells.
func (s loaded) padded() (list []string) {
	for _, p := range s.packages {
		if !strings.HasPrefix(p.PkgPath, module+"/ui/") {
			continue
		}
		for _, file := range p.Syntax {
			ast.Inspect(file, func(n ast.Node) bool {
				e, ok := n.(ast.Expr)
				if !ok {
					return true
				}
				text := constantOf(p.TypesInfo, e, func(types.Type) bool { return true })
				if verb := padding.FindString(text); verb != "" {
					list = append(list, s.place(p, e.Pos())+": "+verb+" pads by runes, not cells: use PadLeft or PadRight of viz.Safe")
				}
				return text == ""
			})
		}
	}
	return list
}

// said is a text and its place.
type said struct{ at, text string }

// prose lists the texts of some packages that read like English and are not
// messages. What only a programmer reads is left out: what panics say.
func (s loaded) prose(of []string) (list []said) {
	for _, p := range s.packages {
		if !inside(p, of) {
			continue
		}
		for _, file := range p.Syntax {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.ImportSpec:
					return false
				case *ast.Field:
					return n.Tag == nil
				case *ast.CallExpr:
					return !panics(p, n)
				case *ast.KeyValueExpr:
					return !names(p, n)
				case ast.Expr:
					if isID(p.TypesInfo.TypeOf(n)) {
						return p.TypesInfo.Types[n].Value == nil
					}
					if text := constantOf(p.TypesInfo, n, func(types.Type) bool { return true }); text != "" {
						if reads(text) {
							list = append(list, said{s.place(p, n.Pos()), text})
						}
						return false
					}
				}
				return true
			})
		}
	}
	return list
}

// names reports whether a field of a literal is a name of package lab: of a
// reading, a list or its columns. Tapes and exports hold them; they are in no
// language.
func names(p *packages.Package, field *ast.KeyValueExpr) bool {
	key, ok := field.Key.(*ast.Ident)
	if !ok || !slices.Contains([]string{"Name", "Formerly", "Columns"}, key.Name) {
		return false
	}
	of := p.TypesInfo.Uses[key]
	return of != nil && of.Pkg() != nil && of.Pkg().Path() == module+"/ui/lab" && !isID(of.Type())
}

// panics reports whether a call is one of the built-in panic.
func panics(p *packages.Package, c *ast.CallExpr) bool {
	name, ok := c.Fun.(*ast.Ident)
	return ok && p.TypesInfo.Uses[name] == types.Universe.Lookup("panic")
}

// reads reports whether a text reads like English: two words of letters, one
// after the other.
func reads(text string) bool {
	run := 0
	for _, w := range strings.Fields(text) {
		w = strings.TrimRight(w, ".,:;?!")
		if len(w) > 1 && strings.IndexFunc(w, func(r rune) bool { return !unicode.IsLower(r) }) < 0 {
			run++
		} else {
			run = 0
		}
		if run == 2 {
			return true
		}
	}
	return false
}
