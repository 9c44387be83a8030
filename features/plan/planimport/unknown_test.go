package planimport
import ("testing";"os";"fmt";"path/filepath")
func TestUnknown(t *testing.T){
 if os.Getenv("UNK")=="" {t.Skip()}
 fs,_:=filepath.Glob("testdata/corpus/*.*"); vs,_:=filepath.Glob("/tmp/v/*"); fs=append(append(fs,vs...),"/work/shared/documents/aktivitetsplan-2018-2021.txt")
 for _,n:=range fs { c,_:=os.ReadFile(n); d,err:=readFormat(n,c); if err!=nil {continue}; r:=newRepairer(&d)
 w:=countWords(d.lines); odd,bare,all:=0,0,0; var b []string
 for x,k:=range w { all+=k; if r.isOdd(x){odd+=k} else if r.isBare(x) {bare+=k; b=append(b,x)} }
 if len(b)>8 {b=b[:8]}
 fmt.Println(filepath.Base(n),r.active,odd,bare,all,b)}
}
