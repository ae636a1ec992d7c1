import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { createFetcher } from './graphiql-fetcher.ts';

const FIRST_QUERY = `# 1. Sign in (the button above runs it; the development sign-ins are in the README), then put the accessToken
#    into "Headers" below: { "authorization": "Bearer ..." }
# 2. Choose another operation from the button's list.

mutation SignIn {
  login(login: "john.doe@microplate-ai.com", password: "Test123!") {
    accessToken
  }
}

query LatestReading {
  me { username permissions }
  samples(first: 1) {
    edges { node {
      sampleNo
      gmt { value dialect }
      plates(first: 1) { edges { node {
        plateNo
        rows { row endPoint titre { text } flags }
        acceptedRun { model { version } confidence image { width height } }
      } } }
      interfaceFiles(first: 3) { edges { node { fileName dialect status } } }
    } }
  }
}

subscription Results {
  resultEvents { kind cursor plate { plateNo sampleNo rows { row titre { text } } } }
}
`;

/** Everything is in the page itself; this keeps it so, whatever the page would load. */
const POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' ws: wss:; frame-ancestors 'none'";

/** True where HTML is asked for by name and JSON is not asked for before it. */
export const prefersHtml = (accept: string | undefined): boolean => {
  const html = accept?.indexOf('text/html') ?? -1;
  const json = accept?.search(/application\/(graphql-response\+)?json/) ?? -1;
  return html >= 0 && (json < 0 || html < json);
};

/** GraphiQL that loads nothing from elsewhere. Its own WebSocket client would not send the header editor's headers: ours does. */
export const graphiqlPage = (): Response => {
  const options = { title: 'Microplate', defaultQuery: FIRST_QUERY };
  const given = JSON.stringify(options);
  const page = renderGraphiQL(options);
  const at = page.lastIndexOf(given);
  const html = `${page.slice(0, at)}{ ...${given}, fetcher: (${createFetcher.toString()})('/graphql') }${page.slice(at + given.length)}`;
  return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' } });
};
