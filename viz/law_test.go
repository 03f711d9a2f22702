package viz

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Text from outside reaches a drawing through Safe alone: no exported function
// takes a string or has one in what it draws, but those that clean it.
func TestNothingDrawsAString(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	// Group, Scaled, ThemeByName and GlyphsByName draw nothing.
	known := []string{"Clean", "CleanLines", "Cleanf", "ThemeByName", "GlyphsByName", "Scaled"}
	met := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Name.IsExported() && takesText(n.Type.Params) {
					if met++; !slices.Contains(known, n.Name.Name) {
						t.Errorf("%s: %s takes a string", file, n.Name.Name)
					}
				}
			case *ast.TypeSpec:
				s, ok := n.Type.(*ast.StructType)
				if ok && n.Name.IsExported() && n.Name.Name != "Theme" && exportsText(s.Fields) {
					t.Errorf("%s: %s has a string", file, n.Name.Name)
				}
			}
			return true
		})
	}
	if met != len(known) {
		t.Errorf("%d functions take text, want %d", met, len(known))
	}
}

// takesText reports whether a field is of a type with text in it.
func takesText(fields *ast.FieldList) bool {
	found := false
	for _, field := range fields.List {
		ast.Inspect(field.Type, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			found = found || ok && (id.Name == "string" || id.Name == "any" || id.Name == "byte")
			return true
		})
	}
	return found
}

// exportsText is takesText of the exported fields.
func exportsText(fields *ast.FieldList) bool {
	var exported ast.FieldList
	for _, field := range fields.List {
		if len(field.Names) == 0 || field.Names[0].IsExported() {
			exported.List = append(exported.List, field)
		}
	}
	return takesText(&exported)
}
