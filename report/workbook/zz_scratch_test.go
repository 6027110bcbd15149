package workbook
import ("testing";"os";"strconv")
func TestScratch(t *testing.T){
 n,_:=strconv.Atoi(os.Getenv("WB_N")); if n==0 {n=400}
 s:=sample(t,n,nil)
 _,raw:=written(t,s)
 os.WriteFile("/tmp/wb.xlsx",raw,0o644)
}
