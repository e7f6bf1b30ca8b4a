package io.partywall.server;

import io.partywall.access.OpenTo;
import io.partywall.access.OpenTo.Audience;
import io.partywall.http.ProblemType;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** Shows what the API is: the committed description, and the catalogue of problems. */
@RestController
@Hidden
final class DocsController {

    private static final String START = """
        window.onload = () => SwaggerUIBundle({
          url: '/api/openapi.json',
          dom_id: '#api',
          deepLinking: true,
          requestInterceptor: request => {
            const token = sessionStorage.getItem('csrf_token');
            if (token) request.headers['X-CSRF-Token'] = token;
            return request;
          }
        });
        """;

    /** What the page needs that shows the description: its styles are written into its elements. */
    private static final String PAGE_POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    @GetMapping("/api/openapi.json")
    @OpenTo(Audience.ANYBODY)
    ResponseEntity<byte[]> description() throws IOException {
        return answer(MediaType.APPLICATION_JSON, resource("openapi.json"));
    }

    @GetMapping("/api/docs")
    @OpenTo(Audience.ANYBODY)
    ResponseEntity<byte[]> page() throws IOException {
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_HTML)
                .header("Content-Security-Policy", PAGE_POLICY)
                .body(resource("docs.html"));
    }

    @GetMapping("/api/docs/start.js")
    @OpenTo(Audience.ANYBODY)
    ResponseEntity<String> start() {
        return answer(MediaType.valueOf("text/javascript"), START);
    }

    @GetMapping("/api/docs/problems")
    @OpenTo(Audience.ANYBODY)
    ResponseEntity<String> problems() {
        StringBuilder page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
                + "<title>Partywall: problems</title><h1>What requests are refused for</h1><dl>");
        for (ProblemType type : ProblemType.values()) {
            page.append("<dt id=\"%s\"><code>%s</code> (%d) %s</dt><dd>%s</dd>"
                    .formatted(
                            type.code(),
                            type.code(),
                            type.status().value(),
                            HtmlUtils.htmlEscape(type.title()),
                            HtmlUtils.htmlEscape(type.remedy())));
        }
        return answer(MediaType.TEXT_HTML, page.append("</dl></html>").toString());
    }

    private static <T> ResponseEntity<T> answer(MediaType type, T body) {
        return ResponseEntity.ok().contentType(type).body(body);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(DocsController.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }
}
