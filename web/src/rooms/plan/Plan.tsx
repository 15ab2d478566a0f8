import { budgetLines } from '../../../../src/isms/planning/model.ts';
import { useRead } from '../../client.tsx';
import { Page } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { RoomTabs } from '../../parts/Rooms.tsx';
import { dayInWords } from '../../words.ts';
import { Budget } from './Budget.tsx';
import { Forecast } from './Forecast.tsx';

/** When the certificate comes, and what it costs (mission 13). */
export function Plan() {
  const forecast = useRead(['plan', 'forecast', {}], (client) => client.planning.forecast({}));
  const certificate = forecast.data?.milestones.find(({ id }) => id === 'certificate');
  return (
    <Page
      title="Time and money"
      state={
        certificate &&
        (certificate.fixed
          ? `The certificate is there since ${dayInWords(certificate.p50)}.`
          : `The certificate comes by ${dayInWords(certificate.p50)} in half of all cases, by ${dayInWords(certificate.p95)} in 95 of 100.`)
      }
    >
      <RoomTabs
        room="plan"
        parts={[
          { id: '', title: 'When', content: <Forecast /> },
          { id: 'budget', title: 'Budget', content: <Budget /> },
          {
            id: 'lines',
            title: 'Budget lines',
            content: <RegisterList register={budgetLines} operations={(client) => client.planning.budgetLines} filters={['kind']} />,
          },
        ]}
      />
    </Page>
  );
}
