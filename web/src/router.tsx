import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { Shell } from './parts/Shell.tsx';
import { Acceptance, Home, Setup, SignIn, SignInByLink } from './rooms/Entrance.tsx';

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => (
    <main style={{ padding: 32 }}>
      <h1>There is nothing at this address.</h1>
      <a href="/">To the start</a>
    </main>
  ),
});
const at = <P extends string>(path: P, component: () => React.ReactNode) => createRoute({ getParentRoute: () => root, path, component });
const organisation = createRoute({ getParentRoute: () => root, path: '/o/$slug', component: Shell });
// oxlint-disable-next-line typescript/no-explicit-any -- pages are loaded when they are opened; each exports its component by name
const inside = <P extends string>(path: P, load: () => Promise<any>, name: string) =>
  createRoute({ getParentRoute: () => organisation, path, component: lazyRouteComponent(load, name) });
const room = createRoute({
  getParentRoute: () => organisation,
  path: '/auditor',
  component: lazyRouteComponent(() => import('./rooms/auditor/Frame.tsx'), 'RoomFrame'),
});
// oxlint-disable-next-line typescript/no-explicit-any -- as above
const inRoom = <P extends string>(path: P, load: () => Promise<any>, name: string) =>
  createRoute({ getParentRoute: () => room, path, component: lazyRouteComponent(load, name) });

export const router = createRouter({
  routeTree: root.addChildren([
    at('/', Home),
    at('/sign-in', SignIn),
    at('/sign-in/$token', SignInByLink),
    at('/setup/$token', Setup),
    at('/invitation/$token', Acceptance),
    organisation.addChildren([
      inside('/', () => import('./rooms/Brief.tsx'), 'Start'),
      inside('/my', () => import('./rooms/my/My.tsx'), 'My'),
      inside('/my/read/$id', () => import('./rooms/my/Read.tsx'), 'Read'),
      inside('/my/learn/$id', () => import('./rooms/my/Learn.tsx'), 'Learn'),
      inside('/journey', () => import('./rooms/Journey.tsx'), 'Journey'),
      inside('/context', () => import('./rooms/Context.tsx'), 'Context'),
      inside('/context/$part', () => import('./rooms/Context.tsx'), 'Context'),
      inside('/gap', () => import('./rooms/Gap.tsx'), 'Gap'),
      inside('/gap/$part', () => import('./rooms/Gap.tsx'), 'Gap'),
      inside('/risks', () => import('./rooms/risks/Room.tsx'), 'Risks'),
      inside('/risks/$part', () => import('./rooms/risks/Room.tsx'), 'Risks'),
      inside('/applicability', () => import('./rooms/Applicability.tsx'), 'Applicability'),
      inside('/documents', () => import('./rooms/documents/Room.tsx'), 'Documents'),
      inside('/documents/bring-in', () => import('./rooms/documents/BringIn.tsx'), 'BringIn'),
      inside('/documents/$part', () => import('./rooms/documents/Room.tsx'), 'Documents'),
      inside('/controls', () => import('./rooms/controls/Controls.tsx'), 'Controls'),
      inside('/controls/$id', () => import('./rooms/controls/Control.tsx'), 'Control'),
      inside('/evidence', () => import('./rooms/evidence/Room.tsx'), 'Evidence'),
      inside('/evidence/$part', () => import('./rooms/evidence/Room.tsx'), 'Evidence'),
      inside('/scans', () => import('./rooms/scans/Scans.tsx'), 'Scans'),
      inside('/connections', () => import('./rooms/connections/Connections.tsx'), 'Connections'),
      inside('/connections/$id', () => import('./rooms/connections/Connection.tsx'), 'OneConnection'),
      inside('/people', () => import('./rooms/people/People.tsx'), 'People'),
      inside('/people/$part', () => import('./rooms/people/People.tsx'), 'People'),
      inside('/objectives', () => import('./rooms/objectives/Objectives.tsx'), 'Objectives'),
      inside('/objectives/$part', () => import('./rooms/objectives/Objectives.tsx'), 'Objectives'),
      inside('/document/$id', () => import('./rooms/document/Document.tsx'), 'Document'),
      inside('/operations', () => import('./rooms/operations/Room.tsx'), 'Operations'),
      inside('/operations/$part', () => import('./rooms/operations/Room.tsx'), 'Operations'),
      inside('/access-review/$id', () => import('./rooms/operations/Review.tsx'), 'Review'),
      inside('/my/review/$id', () => import('./rooms/operations/Decide.tsx'), 'Decide'),
      inside('/incident/$id', () => import('./rooms/operations/Incident.tsx'), 'Incident'),
      inside('/supplier/$id', () => import('./rooms/operations/Supplier.tsx'), 'Supplier'),
      inside('/audits', () => import('./rooms/audits/Audits.tsx'), 'Audits'),
      inside('/audits/$part', () => import('./rooms/audits/Audits.tsx'), 'Audits'),
      inside('/audit/$id', () => import('./rooms/audits/Audit.tsx'), 'Audit'),
      inside('/audit/$id/$part', () => import('./rooms/audits/Audit.tsx'), 'Audit'),
      inside('/samples', () => import('./rooms/sampling/Samples.tsx'), 'Samples'),
      inside('/sample/$id', () => import('./rooms/sampling/One.tsx'), 'OneSample'),
      inside('/certification', () => import('./rooms/certification/Room.tsx'), 'Certification'),
      inside('/certification/$part', () => import('./rooms/certification/Room.tsx'), 'Certification'),
      inside('/improvement', () => import('./rooms/improvement/Improvement.tsx'), 'Improvement'),
      inside('/improvement/$part', () => import('./rooms/improvement/Improvement.tsx'), 'Improvement'),
      inside('/nonconformity/$id', () => import('./rooms/improvement/Nonconformity.tsx'), 'Nonconformity'),
      inside('/plan', () => import('./rooms/plan/Plan.tsx'), 'Plan'),
      inside('/plan/$part', () => import('./rooms/plan/Plan.tsx'), 'Plan'),
      inside('/auditors', () => import('./rooms/auditor/Released.tsx'), 'Released'),
      inside('/auditors/$part', () => import('./rooms/auditor/Released.tsx'), 'Released'),
      room.addChildren([
        inRoom('/', () => import('./rooms/auditor/Start.tsx'), 'Start'),
        inRoom('/$part', () => import('./rooms/auditor/Section.tsx'), 'Section'),
        inRoom('/$part/$register/$id', () => import('./rooms/auditor/Record.tsx'), 'OneRecord'),
      ]),
      inside('/reviews', () => import('./rooms/review/Reviews.tsx'), 'Reviews'),
      inside('/reviews/$part', () => import('./rooms/review/Reviews.tsx'), 'Reviews'),
      inside('/management-review/$id', () => import('./rooms/review/Review.tsx'), 'Review'),
      inside('/import', () => import('./rooms/Import.tsx'), 'Import'),
      inside('/verdict', () => import('./rooms/Verdict.tsx'), 'Verdict'),
      inside('/verdict/$part', () => import('./rooms/Verdict.tsx'), 'Verdict'),
      inside('/ledger', () => import('./rooms/Ledger.tsx'), 'Ledger'),
      inside('/settings', () => import('./rooms/Settings.tsx'), 'Settings'),
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error }) => (
    <main style={{ padding: 32, maxWidth: 640 }}>
      <h1>This page has failed.</h1>
      <p>What you entered before is saved. Open the page again; if it stays, tell whoever runs this installation: {String(error)}</p>
      <a href={location.href}>Open it again</a>
    </main>
  ),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
