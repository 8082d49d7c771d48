import { apacheAuthnzFcgi } from './configurations/apache-authnz-fcgi.ts'
import { lighttpdAuthorizer } from './configurations/lighttpd-authorizer.ts'
import { nginxFastcgi } from './configurations/nginx-fastcgi.ts'
import { behindApache, behindLighttpd, behindNginx, type Recipe } from './recipe-start.ts'

/** Where the two applications listen. */
export interface AuthorizerPlaces {
  /** Where the one listens that decides: for FastCGI, or with nginx for HTTP. */
  readonly authorizer: string
  /** Where the one listens for FastCGI that only those may reach whom it lets in. */
  readonly backend: string
}

/** What the documentation calls them. */
export type AuthorizerRecipeName = 'apache-authorizer' | 'lighttpd-authorizer' | 'nginx-authorizer'

/** How an application decides for each web server who may reach another one. */
export const authorizerRecipes: Readonly<Record<AuthorizerRecipeName, (places: AuthorizerPlaces) => Recipe>> = {
  'apache-authorizer': (places) => behindApache(apacheAuthnzFcgi(places)),
  'lighttpd-authorizer': (places) => behindLighttpd(lighttpdAuthorizer(places)),
  'nginx-authorizer': (places) => behindNginx(nginxFastcgi(places)),
}
