package io.partywall.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where Tomcat turns with what filters could not answer. Not a route of the API: nobody gets here from outside. */
@Controller
final class ProblemErrors implements ErrorController {

    @RequestMapping("${server.error.path:/error}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        ProblemType type = status instanceof Integer code && code >= 400 && code < 500
                ? code == 404 ? ProblemType.NOT_FOUND : ProblemType.MALFORMED_REQUEST
                : status == null ? ProblemType.NOT_FOUND : ProblemType.INTERNAL;
        Problems.write(Refused.of(type), request, response);
    }
}
