package main

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

const (
	module   = "logitarium"
	messages = module + "/ui/message"
	labs     = module + "/ui/lab"
	faults   = module + "/core/fault"
)

// named are the types of package lab whose Name is shown as a label, and of
// which kind that label is.
var named = map[string]string{"View": "view", "Knob": "knob", "Option": "value", "Named": "value", "Reading": "reading", "Action": "action", "List": "list"}

// loaded is the program, parsed and with its types.
type loaded struct {
	root     string
	packages []*packages.Package
}

func load(patterns ...string) (loaded, error) {
	list, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo |
			packages.NeedImports | packages.NeedModule,
	}, patterns...)
	if err != nil {
		return loaded{}, err
	}
	var broken []error
	for _, p := range list {
		for _, e := range p.Errors {
			broken = append(broken, e)
		}
	}
	if len(list) == 0 || list[0].Module == nil {
		broken = append(broken, fmt.Errorf("no package of a module matches %q", patterns))
	}
	if err := errors.Join(broken...); err != nil {
		return loaded{}, err
	}
	return loaded{list[0].Module.Dir, list}, nil
}

// entry is a message of the program, with the places that say it.
type entry struct {
	about, id, many string
	at              []string
}

// entries lists the messages, in the order of their first places.
func (s loaded) entries() []entry {
	type key struct{ about, id, many string }
	index := map[key]int{}
	var list []entry
	s.each(func(p *packages.Package, at token.Pos, about, id, many string) {
		k := key{about, id, many}
		i, seen := index[k]
		if !seen {
			i = len(list)
			index[k] = i
			list = append(list, entry{about: about, id: id, many: many})
		}
		list[i].at = append(list[i].at, s.place(p, at))
	})
	slices.SortStableFunc(list, func(a, b entry) int { return cmp.Compare(a.at[0], b.at[0]) })
	return list
}

// place is a file and a line, from the root of the module.
func (s loaded) place(p *packages.Package, at token.Pos) string {
	pos := p.Fset.Position(at)
	name, err := filepath.Rel(s.root, pos.Filename)
	if err != nil {
		name = pos.Filename
	}
	return fmt.Sprintf("%s:%d", filepath.ToSlash(name), pos.Line)
}

// each calls do for every place of a message.
func (s loaded) each(do func(p *packages.Package, at token.Pos, about, id, many string)) {
	for _, p := range s.packages {
		for _, file := range p.Syntax {
			said := map[ast.Expr]bool{} // by the call around it
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					if about, id, many, args := call(p.TypesInfo, n); id != "" {
						do(p, n.Pos(), about, id, many)
						for _, arg := range args {
							said[arg] = true
						}
					}
				case *ast.CompositeLit:
					if kind, name := label(p.TypesInfo, n); kind != "" {
						do(p, n.Pos(), kind, name, "")
					}
					for _, name := range columns(p.TypesInfo, n) {
						do(p, n.Pos(), "column", name, "")
					}
				}
				e, ok := n.(ast.Expr)
				if !ok || said[e] {
					return !ok
				}
				if id := constantOf(p.TypesInfo, e, isID); id != "" {
					do(p, e.Pos(), "", id, "")
					return false
				}
				return true
			})
		}
	}
}

// call returns the message of a call that gives it more than its text, and the
// arguments that hold it.
func call(info *types.Info, c *ast.CallExpr) (about, id, many string, args []ast.Expr) {
	text := func(i int) string { return constantOf(info, c.Args[i], func(types.Type) bool { return true }) }
	switch callee(info, c) {
	case "About", "Label":
		return text(0), text(1), "", c.Args[:2]
	case "Count":
		return "", text(1), text(2), c.Args[1:3]
	}
	return "", "", "", nil
}

// callee is the name of the function of package message that is called.
func callee(info *types.Info, c *ast.CallExpr) string {
	var name *ast.Ident
	switch f := ast.Unparen(c.Fun).(type) {
	case *ast.SelectorExpr:
		name = f.Sel
	case *ast.Ident:
		name = f
	default:
		return ""
	}
	f, ok := info.Uses[name].(*types.Func)
	if !ok || f.Pkg() == nil || f.Pkg().Path() != messages {
		return ""
	}
	return f.Name()
}

// label is the name that a literal of package lab gives to what it is.
func label(info *types.Info, c *ast.CompositeLit) (kind, name string) {
	t, ok := types.Unalias(info.TypeOf(c)).(*types.Named)
	if !ok || t.Obj().Pkg() == nil || t.Obj().Pkg().Path() != labs || named[t.Obj().Name()] == "" {
		return "", ""
	}
	for _, e := range c.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			switch field, _ := kv.Key.(*ast.Ident); {
			case field == nil:
			case field.Name == "Name":
				name = constantOf(info, kv.Value, func(types.Type) bool { return true })
			case field.Name == "Kind" && t.Obj().Name() == "Option":
				kind = constantOf(info, kv.Value, func(types.Type) bool { return true })
			}
		}
	}
	if name == "" {
		return "", ""
	}
	return cmp.Or(kind, named[t.Obj().Name()]), name
}

// columns are the names of the columns that a literal of [lab.List] has.
func columns(info *types.Info, c *ast.CompositeLit) (names []string) {
	t, ok := types.Unalias(info.TypeOf(c)).(*types.Named)
	if !ok || t.Obj().Pkg() == nil || t.Obj().Pkg().Path() != labs || t.Obj().Name() != "List" {
		return nil
	}
	for _, e := range c.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		field, isField := kv.Key.(*ast.Ident)
		list, isList := kv.Value.(*ast.CompositeLit)
		if !isField || !isList || field.Name != "Columns" {
			continue
		}
		for _, column := range list.Elts {
			if name := constantOf(info, column, func(types.Type) bool { return true }); name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// constantOf is the text of a constant whose type is right, else "".
func constantOf(info *types.Info, e ast.Expr, right func(types.Type) bool) string {
	tv := info.Types[e]
	if tv.Value == nil || tv.Value.Kind() != constant.String || !right(tv.Type) {
		return ""
	}
	return constant.StringVal(tv.Value)
}

// isID reports whether a type is that of a message's text: message.ID, or in
// core fault.Format.
func isID(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil {
		return false
	}
	name := n.Obj().Pkg().Path() + "." + n.Obj().Name()
	return name == messages+".ID" || name == faults+".Format"
}

// inside says whether a package is one of those.
func inside(p *packages.Package, list []string) bool {
	return slices.Contains(list, strings.TrimPrefix(p.PkgPath, module+"/"))
}
